/** What can break. A closed list: each has one status in `web/problems.ts` and is never told in detail to anybody. */
export type FaultCode =
  | 'database-unreachable'
  | 'schema-too-new'
  | 'migration-changed'
  | 'busy'
  | 'data-malformed'
  | 'directory-in-use';

/** The world is broken: whatever was under way rolls back whole. A refusal is never a fault. */
export class Fault extends Error {
  readonly code: FaultCode;
  constructor(code: FaultCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Fault';
    this.code = code;
  }
}
