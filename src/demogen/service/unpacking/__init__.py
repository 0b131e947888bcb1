"""Workbooks from outside, taken apart in a process of its own whose memory and time are limited. Starts fast: nothing of the
product is imported here, and what the cells mean is not known."""
