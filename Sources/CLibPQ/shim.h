#ifndef CHANCERY_CLIBPQ_SHIM_H
#define CHANCERY_CLIBPQ_SHIM_H

#include <libpq-fe.h>

#endif
