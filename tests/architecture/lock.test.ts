import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completed, type LockedPackage, platformOf } from '../../scripts/completeLock.mjs';
import { root } from '../../scripts/prepare.mjs';

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};

describe('package-lock.json', () => {
  it('has an entry for every platform’s packages, so that npm ci takes it, and names no registry', () => {
    expect(completed(lock.packages)).toEqual(lock.packages);
    expect(JSON.stringify(lock)).not.toMatch(/"resolved"/);
  });

  it('is completed by what the names of packages say', () => {
    expect(
      completed({
        'node_modules/tool': {
          version: '1.0.0',
          resolved: 'https://registry.example/tool.tgz',
          dev: true,
          optionalDependencies: { '@tool/linux-arm64-musl': '1.0.0', '@tool/win32-x64-msvc': '1.0.0', here: '2.0.0' },
        },
        'node_modules/here': { version: '2.0.0' },
      }),
    ).toEqual({
      'node_modules/@tool/linux-arm64-musl': {
        version: '1.0.0',
        cpu: ['arm64'],
        libc: ['musl'],
        os: ['linux'],
        dev: true,
        optional: true,
      },
      'node_modules/@tool/win32-x64-msvc': { version: '1.0.0', cpu: ['x64'], os: ['win32'], dev: true, optional: true },
      'node_modules/here': { version: '2.0.0' },
      'node_modules/tool': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: { '@tool/linux-arm64-musl': '1.0.0', '@tool/win32-x64-msvc': '1.0.0', here: '2.0.0' },
      },
    });
    expect(platformOf('@emnapi/runtime')).toBeNull();
  });
});
