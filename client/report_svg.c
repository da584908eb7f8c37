#include "report.h"
void
report_svg(const struct summary *s, FILE *to)
{
	(void)s;
	(void)to;
}
