#ifndef CHANCERY_CLIBPQ_SHIM_H
#define CHANCERY_CLIBPQ_SHIM_H

#include <libpq-fe.h>
#include <sys/eventfd.h>

/* The Glibc module of Swift leaves eventfd out. */
static inline int chancery_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

#endif
