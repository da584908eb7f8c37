/*
 * loop.c: thousands of transfers in one thread: easy handles spread over many
 * multi handles ("shards"), all on one libuv loop.
 *
 * Shards, because libcurl walks lists as long as a multi handle has transfers
 * and connections: with one multi handle the time of a request grows with
 * their number. Admission is ours: at most as many slots as may be in flight,
 * each running one workflow after another. The road not taken is
 * curl_multi_poll() (engine_poll.c), which asks the kernel about every socket
 * again and again.
 *
 * SPDX-License-Identifier: MIT
 */
#include "loop.h"

#include "alloc.h"

#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

struct loop {
	struct run *run;
	const struct loop_shape *shape;
	uv_loop_t uv;
	size_t next;            /* workflow not yet begun */
	struct watch **watches; /* by descriptor; NULL: not watched */
	size_t watches_count;
};

struct shard {
	struct loop *loop;
	CURLM *multi;
	uv_timer_t timer;
};

/* Runs one workflow at a time. */
struct slot {
	struct transfer *transfer;
	size_t workflow;
};

/* A socket of libcurl's that libuv watches, until it is closed. */
struct watch {
	uv_poll_t poll;
	struct shard *shard;
	curl_socket_t fd;
	int wanted; /* by libcurl; 0: no request uses the socket */
	int polled; /* what libuv watches for */
};

static void
begin(struct shard *shard, struct slot *slot)
{
	engine_begin(shard->loop->run, slot->workflow, slot->transfer);
	curl_multi_add_handle(shard->multi, slot->transfer->easy);
}

/* The slot's request is over: the workflow's next one, or the next workflow,
 * or nothing more to do. */
static void
end(struct shard *shard, struct slot *slot, CURLcode code)
{
	struct loop *loop = shard->loop;
	struct run *run = loop->run;
	curl_multi_remove_handle(shard->multi, slot->transfer->easy);
	engine_end(run, slot->workflow, slot->transfer, code);
	if (run->workflows[slot->workflow].state != WORKFLOW_NEXT) {
		if (loop->next == run->workflows_count)
			return;
		slot->workflow = loop->next++;
	}
	begin(shard, slot);
}

static void
end_finished(struct shard *shard)
{
	int left;
	CURLMsg *message;
	while ((message = curl_multi_info_read(shard->multi, &left)) != NULL) {
		if (message->msg != CURLMSG_DONE)
			continue;
		CURLcode code = message->data.result;
		struct slot *slot;
		curl_easy_getinfo(
		    message->easy_handle, CURLINFO_PRIVATE, &slot);
		end(shard, slot, code);
	}
}

static void
on_socket_ready(uv_poll_t *poll, int status, int events)
{
	struct watch *watch = poll->data;
	struct shard *shard = watch->shard;
	if (watch->wanted == 0) {
		/* The server closed a connection that waits for its next
		 * request: libcurl will see that when it uses it. */
		uv_poll_stop(poll);
		watch->polled = 0;
		return;
	}
	int flags = 0;
	if (status < 0) {
		/* libuv has stopped watching. What is wrong libcurl finds when
		 * it reads or writes; CURL_CSELECT_ERR would keep it from
		 * trying a kept-alive connection's request again. */
		watch->polled = 0;
		flags = CURL_CSELECT_IN | CURL_CSELECT_OUT;
	}
	if (events & UV_READABLE)
		flags |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		flags |= CURL_CSELECT_OUT;
	int running;
	curl_multi_socket_action(shard->multi, watch->fd, flags, &running);
	end_finished(shard);
}

static void
on_timer(uv_timer_t *timer)
{
	struct shard *shard = timer->data;
	int running;
	curl_multi_socket_action(
	    shard->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	end_finished(shard);
}

static void
free_watch(uv_handle_t *handle)
{
	free(handle->data);
}

static struct watch *
watch_new(struct shard *shard, curl_socket_t fd)
{
	struct loop *loop = shard->loop;
	if ((size_t)fd >= loop->watches_count) {
		size_t count = 2 * (size_t)fd + 64;
		loop->watches = alloc_resized(
		    loop->watches, count * sizeof(struct watch *));
		for (size_t i = loop->watches_count; i < count; i++)
			loop->watches[i] = NULL;
		loop->watches_count = count;
	}
	struct watch *watch = alloc_zeroed(1, sizeof(*watch));
	watch->shard = shard;
	watch->fd = fd;
	watch->poll.data = watch;
	if (uv_poll_init_socket(&loop->uv, &watch->poll, fd) != 0) {
		free(watch);
		return NULL;
	}
	return loop->watches[fd] = watch;
}

static struct watch *
watch_find(const struct loop *loop, curl_socket_t fd)
{
	return (size_t)fd < loop->watches_count ? loop->watches[fd] : NULL;
}

/* libcurl says what to watch a socket for. One that a finished request no
 * longer needs stays watched until it is closed, since the workflow's next
 * request will want the same: taking it out and putting it back would be half
 * of all calls to epoll_ctl(). */
static int
watch_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *unused)
{
	(void)easy;
	(void)unused;
	struct shard *shard = arg;
	struct watch *watch = watch_find(shard->loop, fd);
	if (what == CURL_POLL_REMOVE) {
		if (watch != NULL)
			watch->wanted = 0;
		return 0;
	}
	if (watch == NULL && (watch = watch_new(shard, fd)) == NULL)
		return -1;
	watch->wanted = (what & CURL_POLL_IN ? UV_READABLE : 0) |
			(what & CURL_POLL_OUT ? UV_WRITABLE : 0);
	if (watch->wanted != watch->polled)
		uv_poll_start(&watch->poll, watch->wanted, on_socket_ready);
	watch->polled = watch->wanted;
	return 0;
}

/* libcurl is about to forget a socket. */
static int
close_socket(void *arg, curl_socket_t fd)
{
	struct loop *loop = arg;
	struct watch *watch = watch_find(loop, fd);
	if (watch != NULL) {
		loop->watches[fd] = NULL;
		uv_close((uv_handle_t *)&watch->poll, free_watch);
	}
	return close(fd);
}

/* libcurl says when it wants to be called for its time-outs. */
static int
set_timer(CURLM *multi, long timeout_ms, void *arg)
{
	(void)multi;
	struct shard *shard = arg;
	if (timeout_ms < 0)
		uv_timer_stop(&shard->timer);
	else
		uv_timer_start(
		    &shard->timer, on_timer, (uint64_t)timeout_ms, 0);
	return 0;
}

static void
shard_init(struct shard *shard, struct loop *loop)
{
	const struct loop_shape *shape = loop->shape;
	shard->loop = loop;
	shard->multi = alloc_checked(curl_multi_init());
	curl_multi_setopt(shard->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
	curl_multi_setopt(shard->multi, CURLMOPT_SOCKETDATA, shard);
	curl_multi_setopt(shard->multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(shard->multi, CURLMOPT_TIMERDATA, shard);
	/* Else libcurl closes kept-alive connections to make room. */
	curl_multi_setopt(
	    shard->multi, CURLMOPT_MAXCONNECTS, (long)(2 * shape->shard_slots));
	if (shape->multiplex) {
		/* And what finds no stream there waits for one, so
		 * CURLOPT_PIPEWAIT would add nothing. */
		curl_multi_setopt(
		    shard->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 1L);
		curl_multi_setopt(shard->multi, CURLMOPT_MAX_CONCURRENT_STREAMS,
		    (long)shape->shard_slots);
	}
	uv_timer_init(&loop->uv, &shard->timer);
	shard->timer.data = shard;
}

static void
slot_init(struct slot *slot, struct loop *loop)
{
	slot->transfer = transfer_new(loop->run->target);
	slot->workflow = loop->next++;
	CURL *easy = slot->transfer->easy;
	curl_easy_setopt(easy, CURLOPT_PRIVATE, slot);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, loop);
	if (loop->shape->multiplex)
		curl_easy_setopt(
		    easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
}

char *
loop_run(struct run *run, const struct loop_shape *shape, size_t slots_max)
{
	struct loop loop = { .run = run, .shape = shape };
	int error = uv_loop_init(&loop.uv);
	if (error != 0)
		return alloc_format("event loop: %s", uv_strerror(error));
	size_t slots_count = 0;
	struct slot *slots = alloc_zeroed(slots_max, sizeof(*slots));
	size_t shards_count = 0;
	struct shard *shards = alloc_zeroed(
	    (slots_max + shape->shard_slots - 1) / shape->shard_slots,
	    sizeof(*shards));

	/* A shard's requests are on their way while the next one's slots are
	 * still being made; so the first slots may have run all that there
	 * is before the last ones are needed. */
	while (slots_count < slots_max && loop.next < run->workflows_count) {
		if (slots_count % shape->shard_slots == 0)
			shard_init(&shards[shards_count++], &loop);
		slot_init(&slots[slots_count], &loop);
		begin(&shards[shards_count - 1], &slots[slots_count]);
		if (++slots_count % shape->shard_slots == 0)
			uv_run(&loop.uv, UV_RUN_NOWAIT);
	}
	while (run->ended < run->workflows_count)
		uv_run(&loop.uv, UV_RUN_ONCE);

	for (size_t i = 0; i < slots_count; i++)
		transfer_free(slots[i].transfer);
	for (size_t i = 0; i < shards_count; i++) {
		curl_multi_cleanup(shards[i].multi);
		uv_close((uv_handle_t *)&shards[i].timer, NULL);
	}
	uv_run(&loop.uv, UV_RUN_DEFAULT); /* the callbacks of uv_close() */
	uv_loop_close(&loop.uv);
	free(loop.watches);
	free(shards);
	free(slots);
	return NULL;
}
