#ifndef CHANCERY_CLIBCRYPTO_SHIM_H
#define CHANCERY_CLIBCRYPTO_SHIM_H

/* The functions of SHA-256 that keep their state in a plain struct are marked as old since OpenSSL 3. The new ones allocate for
   each digest, which costs more than hashing a node of a tree does. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#endif
