"""Scrapy's settings for every crawl. What differs by district is in its file; guards enforce it."""

from __future__ import annotations

import os
from importlib.metadata import version

CONTACT = os.environ.get("JUESUAN_CONTACT", "")
"""Whom a site's administrator may write to; an operator sets it before crawling real sites."""

BOT_NAME = "juesuan"
_PURPOSE = f"archive of published final accounts; contact: {CONTACT or 'not configured'}"
USER_AGENT = f"juesuan/{version('juesuan')} ({_PURPOSE})"
SPIDER_MODULES = ["crawlers.spiders"]
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TWISTED_DNS_RESOLVER = "crawlers.guards.ssrf.GuardedResolver"
DOWNLOAD_HANDLERS = {
    "http": "crawlers.guards.pace.PacedHandler",
    "https": "crawlers.guards.pace.PacedHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
DOWNLOADER_MIDDLEWARES = {
    "crawlers.guards.endpoints.EndpointGuard": 50,
    "crawlers.guards.limits.LimitGuard": 60,
    "crawlers.guards.robots.RobotsGuard": 70,
    # Above compression (590) and redirects (600): what comes here is a final answer, and what it repeats is checked
    # again by the guards above.
    "crawlers.guards.retry.RetryGuard": 550,
    "crawlers.guards.fallback.FallbackGuard": 560,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    # A proxy would make the connection in our place, past the address policy.
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
}
ITEM_PIPELINES = {
    "crawlers.steps.identify.IdentifyStep": 100,
    "crawlers.steps.archive.ArchiveStep": 200,
    "crawlers.steps.ledger.LedgerStep": 300,
}

# PacedHandler keeps one request in flight per host, delays and Retry-After.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 0
# Scrapy starts this many tasks for every response, needed or not; a response here has one item at most.
CONCURRENT_ITEMS = 1
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
REDIRECT_MAX_TIMES = 6
METAREFRESH_MAXDELAY = 5
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_WARNSIZE = 0
HTTPERROR_ALLOW_ALL = True
COOKIES_ENABLED = True

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = os.environ.get("JUESUAN_CRAWL_LOG", "WARNING")
LOG_SHORT_NAMES = True
STATS_DUMP = False
