"""What recurs by itself: when, how it went, how far it is; running one now, or cancelling it."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.admin.rows.jobs import JobRow, RunRow
from finance_app.pages.admin.state.jobs import JobsState
from finance_app.ui import links
from finance_app.ui.components.button import button, buttons, link_button
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.chip import chip
from finance_app.ui.components.empty import empty
from finance_app.ui.components.progress import progress
from finance_app.ui.components.ticker import Ticker

EVERY = 2  # seconds between two looks


def jobs() -> rx.Component:
    """Show all jobs, or one with its runs; either follows by itself."""
    state = JobsState
    listed = rx.el.ul(rx.foreach(state.jobs, _job), class_name="switches")
    ran = rx.el.ul(
        rx.foreach(state.job_runs, _run), class_name="switches", aria_label="Runs that ended"
    )
    one = stack(
        buttons(link_button("All jobs", links.admin("jobs"), icon_name="chevron-left")),
        card(listed, title="How it stands", note=state.jobs_note),
        card(
            rx.cond(state.job_runs, ran, empty("It has not run yet.", icon_name="history")),
            title="Runs that ended",
        ),
    )
    every = card(listed, title="Jobs", note=state.jobs_note)
    ticker = Ticker.create(seconds=EVERY, on_tick=state.follow_jobs)
    return rx.fragment(rx.cond(state.job_title != "", one, every), ticker)


def _job(one: JobRow) -> rx.Component:
    last = rx.el.p("Last: ", one.last, class_name="quiet")
    bad = rx.el.div(rx.el.p(one.trouble), rx.foreach(one.more, rx.el.p), class_name="said")
    what = rx.el.div(
        rx.el.div(rx.el.h3(one.title), chip(one.word, one.tone), class_name="buttons"),
        rx.el.p(one.does),
        rx.el.p(one.when, class_name="quiet"),
        rx.cond(one.last != "", last, rx.fragment()),
        rx.cond(one.trouble != "", bad, rx.fragment()),
        rx.cond(one.doing != "", progress(one.doing, one.percent), rx.fragment()),
    )
    return rx.el.li(what, _acts(one), key=one.name)


def _acts(one: JobRow) -> rx.Component:
    cancel = button(
        "Cancel", aria_label=f"Cancel {one.title}", on_click=JobsState.cancel_job(one.name)
    )
    runs = link_button("Runs", one.href, kind="plain", aria_label=f"Runs of {one.title}")
    now = button(
        "Run now",
        aria_label=f"Run {one.title} now",
        aria_disabled=rx.cond(one.is_busy, "true", "false"),  # stays where the keyboard is
        on_click=JobsState.run_job(one.name),
    )
    return buttons(
        rx.cond(one.is_running, cancel, rx.fragment()),
        rx.cond(JobsState.job_title == "", runs, rx.fragment()),
        now,
    )


def _run(one: RunRow) -> rx.Component:
    said = rx.cond(one.said != "", rx.el.p(one.said), rx.fragment())
    return rx.el.li(
        rx.el.div(
            rx.el.div(rx.el.h3(one.at), chip(one.word, one.tone), class_name="buttons"),
            said,
            rx.foreach(one.more, rx.el.p),
            rx.el.p(f"{one.took}, {one.by}", class_name="quiet"),
        ),
        key=one.id,
    )
