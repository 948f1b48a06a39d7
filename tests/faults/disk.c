/* A disk that fails on command: loaded before a process, it lets writing under FAULTS_UNDER fail as
   the word in FAULTS_FILE says: full, readonly, fsync. Without that file everything is as usual. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int is_under(int fd) {
    const char *under = getenv("FAULTS_UNDER");
    char link[64], path[PATH_MAX];
    if (under == NULL) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return strncmp(path, under, strlen(under)) == 0;
}

/* Which error it is for a write (or, as asked, for a sync), 0 for none. */
static int fault(int fd, int is_sync) {
    const char *told = getenv("FAULTS_FILE");
    char word[16] = {0};
    int saved = errno;
    int file = told ? (int)syscall(SYS_openat, AT_FDCWD, told, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        syscall(SYS_read, file, word, sizeof word - 1);
        syscall(SYS_close, file);
    }
    errno = saved;
    if (word[0] == 0 || !is_under(fd)) return 0;
    if (strncmp(word, "fsync", 5) == 0) return is_sync ? EIO : 0;
    if (is_sync) return 0;
    return strncmp(word, "full", 4) == 0 ? ENOSPC : EROFS;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define UNLESS(fd, is_sync, call)                  \
    int found = fault(fd, is_sync);                \
    if (found) { errno = found; return -1; }       \
    return call

ssize_t write(int fd, const void *from, size_t size) {
    UNLESS(fd, 0, REAL(write)(fd, from, size));
}
ssize_t pwrite(int fd, const void *from, size_t size, off_t at) {
    UNLESS(fd, 0, REAL(pwrite)(fd, from, size, at));
}
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) {
    UNLESS(fd, 0, REAL(pwrite64)(fd, from, size, at));
}
ssize_t pwritev(int fd, const struct iovec *from, int count, off_t at) {
    UNLESS(fd, 0, REAL(pwritev)(fd, from, count, at));
}
int ftruncate(int fd, off_t size) { UNLESS(fd, 0, REAL(ftruncate)(fd, size)); }
int ftruncate64(int fd, off64_t size) { UNLESS(fd, 0, REAL(ftruncate64)(fd, size)); }
int fsync(int fd) { UNLESS(fd, 1, REAL(fsync)(fd)); }
int fdatasync(int fd) { UNLESS(fd, 1, REAL(fdatasync)(fd)); }
int posix_fallocate(int fd, off_t at, off_t size) {
    int found = fault(fd, 0);
    return found ? found : REAL(posix_fallocate)(fd, at, size);
}
