"""READ what a person plainly means: cells of a table in whatever words people use, as a config would state them.

A rule is a function, as `counts.count_in`, `degrees.degrees_in` or `degrees.position_in`; `columns.read_plainly` asks
them column by column, before rows are made of the cells, so that a table means the same however it is read. What is
ambiguous is asked, never guessed; what is read otherwise than it is written is told; what no rule reads stays as it is,
and is refused where its unit is checked.
"""
