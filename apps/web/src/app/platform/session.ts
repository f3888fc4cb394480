import { HttpErrorResponse } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import type { Me } from '@torch/contracts';
import { type Permission, reachOf } from '@torch/domain';
import { Api } from './api';

/** Who is signed in. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly api = inject(Api);

  readonly me = signal<Me | null>(null);
  readonly timeZone = computed(() => this.me()?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);

  /** Asks the server once; null for a visitor. */
  async load(): Promise<Me | null> {
    if (this.me()) return this.me();
    try {
      this.me.set(await this.api.get<Me>('/me'));
    } catch (error) {
      if (!(error instanceof HttpErrorResponse) || error.status !== 401) throw error;
    }
    return this.me();
  }

  /** Whether the user's role has the permission at all; how far it reaches, the server decides. */
  can(permission: Permission): boolean {
    const me = this.me();
    return me !== null && reachOf(me.role, permission) !== null;
  }

  async signOut(everywhere = false): Promise<void> {
    await this.api.delete(everywhere ? '/sessions' : '/sessions/current');
    this.me.set(null);
  }
}
