"""Facts in, bytes out: papers and workbooks; bytes in, facts out: imports."""
