"""Words for the four messages to the customer of an order: confirmation, progress, dispatch, arrival.

Source: domain 1.8 (068).
"""

from dataclasses import dataclass
from datetime import date

from orderdesk_gui.rules.language import Message, message


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a message can tell: of the order, of the step it is at (named in both languages), of what was sent last."""

    number: str
    customer_po: str = ""
    promised: date | None = None
    forecast: date | None = None
    step_zh: str = ""
    step_en: str = ""
    sent_on: date | None = None
    carrier: str = ""
    tracking: str = ""
    sender: str = ""


def notice(touchpoint: str, facts: NoticeFacts, language: str) -> str:
    """The message of one of ``TOUCHPOINTS`` in `language` (``zh`` or ``en``), ready to be pasted and sent."""
    parts = [message("Hello,"), *_SENTENCES[touchpoint](facts, language)]
    text = ("" if language == "zh" else " ").join(part.in_language(language) for part in parts)
    return f"{text}\n{facts.sender}" if facts.sender else text


def _order(facts: NoticeFacts) -> Message:
    if facts.customer_po:
        return message("{number} (your PO {po})", number=facts.number, po=facts.customer_po)
    return message("{number}", number=facts.number)


def _confirmation(facts: NoticeFacts, _language: str) -> list[Message]:
    told = [message("your order {order} is confirmed.", order=_order(facts))]
    if facts.promised is not None:
        told.append(message("We deliver by {day}.", day=facts.promised.isoformat()))
    return [*told, message("Should anything change, we will tell you at once.")]


def _progress(facts: NoticeFacts, language: str) -> list[Message]:
    step = facts.step_zh if language == "zh" else facts.step_en or facts.step_zh
    told = [message("news of your order {order}:", order=_order(facts))]
    if step:
        told.append(message("it is at the step “{step}”.", step=step))
    late = facts.forecast is not None and facts.promised is not None and facts.forecast > facts.promised
    if late:
        told.append(
            message(
                "By today's plan it will be ready on {day}, later than the {promised} we agreed. We are sorry, "
                "and are working to bring it forward.",
                day=str(facts.forecast),
                promised=str(facts.promised),
            )
        )
    elif facts.forecast is not None:
        told.append(message("Delivery is expected on {day}, as planned.", day=facts.forecast.isoformat()))
    return told


def _dispatch(facts: NoticeFacts, _language: str) -> list[Message]:
    order = _order(facts)
    if facts.sent_on is None:
        told = [message("the goods of your order {order} are ready and leave shortly.", order=order)]
    else:
        told = [message("the goods of your order {order} left on {day}.", order=order, day=facts.sent_on.isoformat())]
    if facts.carrier:
        told.append(message("Carrier: {carrier}.", carrier=facts.carrier))
    if facts.tracking:
        told.append(message("Tracking number: {tracking}.", tracking=facts.tracking))
    return [*told, message("Please check the goods on arrival and sign the delivery note.")]


def _arrival(facts: NoticeFacts, _language: str) -> list[Message]:
    return [
        message("the goods of your order {order} should have arrived.", order=_order(facts)),
        message("Please count and inspect them and send us the signed delivery note."),
        message("If anything is not in order, tell us and we take care of it."),
    ]


_SENTENCES = {"confirmation": _confirmation, "progress": _progress, "dispatch": _dispatch, "arrival": _arrival}
