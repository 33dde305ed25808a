"""Every sentence that compares numbers of units: its text, the condition under which it is true, the cells that prove it.

`register.KINDS` lists all of them; docs/claims.md is made from it. No other code writes a comparative sentence.
"""
