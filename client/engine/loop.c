/*
 * loop.c: thousands of transfers in one thread: easy handles spread over many
 * multi handles ("shards"), all on one libuv loop.
 *
 * Shards, because libcurl walks lists as long as a multi handle has transfers
 * and connections: with a single multi handle the time of a request grows with
 * their number. The loop itself limits the workflows in flight: it has as many
 * slots, each running one workflow after another. The road not taken is
 * curl_multi_poll() (engine_poll.c), which asks the kernel about every socket
 * again and again.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/loop.h"

#include "engine/schedule.h"
#include "lib/alloc.h"
#include "lib/interrupt.h"

#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

struct loop {
	struct run *run;
	const struct loop_shape *shape;
	uv_loop_t uv;
	struct shard *shards;
	size_t shards_count;
	struct slot *slots;
	size_t slots_count;
	size_t slots_max;
	struct slot *idle;      /* slots without a workflow */
	size_t next;            /* workflow not yet begun */
	int timer_fd;           /* readable when that is due */
	uv_poll_t timer;        /* watches timer_fd */
	uv_poll_t interrupt;    /* watches interrupt_fd() */
	struct watch **watches; /* by descriptor; NULL: not watched */
	size_t watches_count;
};

struct shard {
	struct loop *loop;
	CURLM *multi;
	uv_timer_t timer;
};

/* A slot runs one workflow at a time. */
struct slot {
	struct shard *shard;
	struct transfer *transfer;
	size_t workflow;
	struct slot *next_idle;
};

/* A socket of libcurl's, watched by libuv until it is closed. */
struct watch {
	uv_poll_t poll;
	struct shard *shard;
	curl_socket_t fd;
	int wanted; /* by libcurl; 0: no request uses the socket */
	int polled; /* by libuv, now */
};

static void
begin(struct slot *slot)
{
	struct shard *shard = slot->shard;
	engine_begin(shard->loop->run, slot->workflow, slot->transfer);
	curl_multi_add_handle(shard->multi, slot->transfer->easy);
}

/* Set the timer to the next workflow if a slot is free for it; otherwise disarm
 * it. */
static void
set_timer_to_next(struct loop *loop)
{
	bool has_slot =
	    loop->idle != NULL || loop->slots_count < loop->slots_max;
	if (has_slot && loop->next < loop->run->workflows_count)
		schedule_timer_set(loop->timer_fd, loop->run, loop->next);
	else
		schedule_timer_stop(loop->timer_fd);
}

/* Continue a slot whose request is over: with the workflow's next request, with
 * the next workflow if that is due, or with nothing for now. */
static void
end(struct slot *slot, CURLcode code)
{
	struct loop *loop = slot->shard->loop;
	struct run *run = loop->run;
	curl_multi_remove_handle(slot->shard->multi, slot->transfer->easy);
	engine_end(run, slot->workflow, slot->transfer, code);
	if (run->workflows[slot->workflow].state != WORKFLOW_NEXT) {
		if (loop->next == run->workflows_count ||
		    !schedule_is_due(run, loop->next)) {
			slot->next_idle = loop->idle;
			loop->idle = slot;
			if (loop->next < run->workflows_count)
				set_timer_to_next(loop);
			return;
		}
		slot->workflow = loop->next++;
	}
	begin(slot);
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
		end(slot, code);
	}
}

static void
on_socket_ready(uv_poll_t *poll, int status, int events)
{
	struct watch *watch = poll->data;
	struct shard *shard = watch->shard;
	if (watch->wanted == 0) {
		/* The server closed an idle kept-alive connection; libcurl will
		 * notice when it uses it. */
		uv_poll_stop(poll);
		watch->polled = 0;
		return;
	}
	int flags = 0;
	if (status < 0) {
		/* libuv has stopped watching. libcurl finds the error itself
		 * when it reads or writes; CURL_CSELECT_ERR would keep it from
		 * retrying a request of a kept-alive connection. */
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

/* Handle libcurl's wish to watch a socket. A socket that a finished request no
 * longer needs stays watched until it is closed, since the workflow's next
 * request will want the same: removing and adding it again would be half of all
 * calls to epoll_ctl(). */
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

/* Handle libcurl's message that it is about to forget a socket. */
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

/* Handle libcurl's wish to be called at its next timeout. */
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
	/* Otherwise libcurl closes kept-alive connections to make room. */
	curl_multi_setopt(
	    shard->multi, CURLMOPT_MAXCONNECTS, (long)(2 * shape->shard_slots));
	if (shape->multiplex) {
		/* A request without a free stream waits for one, so
		 * CURLOPT_PIPEWAIT would add nothing. */
		curl_multi_setopt(
		    shard->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 1L);
		curl_multi_setopt(shard->multi, CURLMOPT_MAX_CONCURRENT_STREAMS,
		    (long)shape->shard_slots);
	}
	uv_timer_init(&loop->uv, &shard->timer);
	shard->timer.data = shard;
}

/* Add a slot, in the newest shard, or in a new shard if that is full. */
static struct slot *
slot_new(struct loop *loop)
{
	if (loop->slots_count % loop->shape->shard_slots == 0)
		shard_init(&loop->shards[loop->shards_count++], loop);
	struct slot *slot = &loop->slots[loop->slots_count++];
	slot->shard = &loop->shards[loop->shards_count - 1];
	slot->transfer = transfer_new(loop->run->target);
	CURL *easy = slot->transfer->easy;
	curl_easy_setopt(easy, CURLOPT_PRIVATE, slot);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, loop);
	if (loop->shape->multiplex)
		curl_easy_setopt(
		    easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	return slot;
}

/* Begin the next workflow if it is due and a slot is available. */
static bool
begin_next(struct loop *loop)
{
	const struct run *run = loop->run;
	if (loop->next == run->workflows_count ||
	    !schedule_is_due(run, loop->next))
		return false;
	struct slot *slot = loop->idle;
	if (slot != NULL)
		loop->idle = slot->next_idle;
	else if (loop->slots_count < loop->slots_max)
		slot = slot_new(loop);
	else
		return false;
	slot->workflow = loop->next++;
	begin(slot);
	return true;
}

static void
on_due(uv_poll_t *timer, int status, int events)
{
	(void)status;
	(void)events;
	struct loop *loop = timer->data;
	while (begin_next(loop))
		;
	set_timer_to_next(loop);
}

/* Do nothing: waking up the loop is enough. */
static void
on_interrupt(uv_poll_t *interrupt, int status, int events)
{
	(void)interrupt;
	(void)status;
	(void)events;
}

static void
watch_beside(struct loop *loop)
{
	loop->timer_fd = schedule_timer_new();
	uv_poll_init(&loop->uv, &loop->timer, loop->timer_fd);
	loop->timer.data = loop;
	uv_poll_init(&loop->uv, &loop->interrupt, interrupt_fd());
	uv_poll_start(&loop->timer, UV_READABLE, on_due);
	uv_poll_start(&loop->interrupt, UV_READABLE, on_interrupt);
}

static void
loop_done(struct loop *loop)
{
	for (size_t i = 0; i < loop->slots_count; i++)
		transfer_free(loop->slots[i].transfer);
	for (size_t i = 0; i < loop->shards_count; i++) {
		curl_multi_cleanup(loop->shards[i].multi);
		uv_close((uv_handle_t *)&loop->shards[i].timer, NULL);
	}
	uv_close((uv_handle_t *)&loop->timer, NULL);
	uv_close((uv_handle_t *)&loop->interrupt, NULL);
	uv_run(&loop->uv, UV_RUN_DEFAULT); /* the callbacks of uv_close() */
	uv_loop_close(&loop->uv);
	close(loop->timer_fd);
	free(loop->watches);
	free(loop->shards);
	free(loop->slots);
}

char *
loop_run(struct run *run, const struct loop_shape *shape, size_t slots_max)
{
	size_t shards_max =
	    (slots_max + shape->shard_slots - 1) / shape->shard_slots;
	struct loop loop = {
		.run = run, .shape = shape, .slots_max = slots_max
	};
	int error = uv_loop_init(&loop.uv);
	if (error != 0)
		return alloc_format("event loop: %s", uv_strerror(error));
	loop.slots = alloc_zeroed(slots_max, sizeof(*loop.slots));
	loop.shards = alloc_zeroed(shards_max, sizeof(*loop.shards));
	watch_beside(&loop);

	/* A shard's requests are under way while the next shard's slots are
	 * being made; so the first slots may have run all workflows before the
	 * last slots are needed. */
	while (begin_next(&loop))
		if (loop.slots_count % shape->shard_slots == 0)
			uv_run(&loop.uv, UV_RUN_NOWAIT);
	set_timer_to_next(&loop);
	while (run->ended < run->workflows_count && !interrupt_requested())
		uv_run(&loop.uv, UV_RUN_ONCE);
	loop_done(&loop);
	return NULL;
}
