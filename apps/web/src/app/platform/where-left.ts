import { Directive, DOCUMENT, inject, Injectable } from '@angular/core';
import { NavigationStart, Router, RouterLink, Scroll } from '@angular/router';

type Position = readonly [x: number, y: number];

/** A link, and which it is of those that lead to the same place. */
interface Clicked {
  href: string;
  index: number;
  /** How far each box around it was scrolled, from the inmost. */
  boxes: readonly Position[];
}

interface Left {
  position: Position;
  /** By what the page was left; null where it was no link, but a chart for instance. */
  link: Clicked | null;
}

/** How long, in milliseconds, a page that is still being read is brought back to where it was left. */
const patience = 10_000;

/** By any of these the reader goes elsewhere himself. */
const ownActs = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** What a link says to the router when it leads back. */
const returning = Symbol('returning');

const pathOf = (url: string): string => url.split(/[?#]/)[0] ?? '';

/** A link from a list to the page on which it was opened: the reader finds himself where he left that page. */
@Directive({ selector: 'a[crmWayBack]' })
export class WayBack {
  constructor() {
    inject(RouterLink).info = returning;
  }
}

/**
 * Brings the reader back to where he left a page, by the browser's Back or by a link that leads back. The router alone does
 * it before anything is read, while the page is still as short as the window; what is read moves it, so it is done again
 * each time the page grows, until the reader does something himself.
 */
@Injectable({ providedIn: 'root' })
export class WhereLeft {
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);
  /** By path: a link back leads to the same question, but may spell it otherwise. */
  private readonly pages = new Map<string, Left>();
  private clicked: Clicked | null = null;
  private returns = false;
  private running: AbortController | undefined;

  constructor() {
    // Caught on its way down: on its way up the link itself leaves the page.
    this.document.addEventListener('click', ({ target }) => (this.clicked = this.linkAt(target)), { capture: true });
    this.router.events.subscribe((event) => {
      if (event instanceof NavigationStart) this.leave();
      if (event instanceof Scroll) this.arrive(event.position);
    });
  }

  private leave(): void {
    this.running?.abort();
    this.returns = this.router.currentNavigation()?.extras.info === returning;
    this.pages.set(pathOf(this.router.url), { position: [scrollX, scrollY], link: this.clicked });
    this.clicked = null;
  }

  /** @param before where it was left, as the router knows it of a page reached by the browser's Back or Forward */
  private arrive(before: Position | null): void {
    const left = this.pages.get(pathOf(this.router.url));
    const position = before ?? (this.returns ? left?.position : undefined);
    if (!position) return;
    // Of several visits to a page only the last is known by its link.
    const isLast = left?.position.every((each, index) => each === position[index]);
    this.keepAt(position, isLast ? (left?.link ?? null) : null);
  }

  private keepAt([left, top]: Position, link: Clicked | null): void {
    this.running?.abort();
    const running = (this.running = new AbortController());
    const place = () => {
      scrollTo({ left, top, behavior: 'instant' });
      if (link) this.show(link);
    };
    const growing = new ResizeObserver(place);
    growing.observe(this.document.querySelector('main') ?? this.document.body);
    const end = () => running.abort();
    const late = setTimeout(end, patience);
    running.signal.addEventListener('abort', () => {
      growing.disconnect();
      clearTimeout(late);
    });
    for (const act of ownActs) addEventListener(act, end, { signal: running.signal, passive: true, capture: true });
  }

  /** A box that is scrolled for itself, a wide table for instance, shows the link again; the keyboard goes on from there. */
  private show({ href, index, boxes }: Clicked): void {
    const link = this.linksTo(href)[index];
    if (!link) return;
    boxesOf(link).forEach((box, outward) => {
      const [left, top] = boxes[outward] ?? [0, 0];
      box.scrollTo({ left, top, behavior: 'instant' });
    });
    if (this.document.activeElement?.matches('body, main')) link.focus({ preventScroll: true });
  }

  private linkAt(target: EventTarget | null): Clicked | null {
    const link = target instanceof Element && target.closest<HTMLElement>('main a[href]');
    const href = link && link.getAttribute('href');
    if (!link || !href) return null;
    const boxes = boxesOf(link).map(({ scrollLeft, scrollTop }): Position => [scrollLeft, scrollTop]);
    return { href, index: this.linksTo(href).indexOf(link), boxes };
  }

  private linksTo(href: string): HTMLElement[] {
    return [...this.document.querySelectorAll<HTMLElement>(`main a[href="${CSS.escape(href)}"]`)];
  }
}

/** What stands around a link within the page, from the inmost. */
function boxesOf(link: Element): Element[] {
  const parent = link.parentElement;
  return parent && !parent.matches('main') ? [parent, ...boxesOf(parent)] : [];
}
