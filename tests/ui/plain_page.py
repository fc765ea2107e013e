"""A page that notes what is asked of it."""

from PySide6.QtWidgets import QLabel, QVBoxLayout

from orderdesk_gui.ui.page import Page, Shell


class PlainPage(Page):
    """A page that counts what is asked of it."""

    def __init__(self, shell: Shell, title: str = "") -> None:
        super().__init__(shell)
        self.calls: list[str] = []
        self.opened: list[object] = []
        column = QVBoxLayout(self)
        column.addWidget(QLabel(title))

    def reload(self, changes: object = None) -> None:
        self.calls.append("reload")

    def open(self, id: object) -> None:
        self.opened.append(id)

    def new(self) -> None:
        self.calls.append("new")

    def save(self) -> None:
        self.calls.append("save")

    def main_action(self) -> None:
        self.calls.append("main")

    def edit(self) -> None:
        self.calls.append("edit")

    def back_out(self) -> bool:
        self.calls.append("back_out")
        return True
