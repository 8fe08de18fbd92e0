import { type Connection, type ConnectResult, type Program, SECOND } from '@scanclash/simulator';
import { databaseProtocol, databaseServer } from '../settings.ts';
import type { ModusHost } from './modus-host.ts';
import type { ModusLog } from './modus-log.ts';

const SQL_PORT = 1433;
const SQL_PIPE = '\\pipe\\sql\\query';
/** A query that is not answered within this time counts as a lost connection. */
const QUERY_TIMEOUT = 15 * SECOND;

/**
 * The connection of Modus to its database: kept open, tested now and then, made again after a while when it breaks.
 * Without a server in the settings the database is part of Modus itself and always there.
 * @source KB1258#3: losing the database server makes Modus fail.
 * @assumed HOLE-database-down: reconnect every 30 s; what each service does meanwhile (`assume-database-down`).
 */
export class ModusDatabase {
  readonly #modus: ModusHost;
  readonly #program: Program;
  readonly #log: ModusLog;
  #connection: Connection | undefined;

  constructor(modus: ModusHost, program: Program, log: ModusLog) {
    this.#modus = modus;
    this.#program = program;
    this.#log = log;
    if (this.#server !== '') this.#connect();
  }

  /** Whether mail may be processed: the database answers, or Modus is assumed to go on without. */
  get isUsable(): boolean {
    if (this.#server === '' || this.#connection !== undefined) return true;
    return this.#modus.assume<string>('assume-database-down') === 'open';
  }

  get #server(): string {
    return this.#modus.settings.get(databaseServer);
  }

  get #interval(): number {
    return this.#modus.assume<number>('assume-database-retry') * SECOND;
  }

  #connect(): void {
    const { host } = this.#modus;
    const done = (result: ConnectResult) => {
      if (!this.#program.isRunning) return;
      if (!result.ok) {
        this.#log.write('E', '-', 'database', `no connection to ${this.#server}, Winsock error ${result.error.code}`);
        host.emit('modus/MODUSADM', 'modus.database-unreachable', this.#server, { error: result.error.code });
        this.#program.after(this.#interval, 'database retry', () => this.#connect());
        return;
      }
      this.#use(result.connection);
    };
    if (this.#modus.settings.get(databaseProtocol) === 'named-pipes') {
      host.tcp.connectPipe(this.#program.process, this.#server, SQL_PIPE, done);
    } else host.tcp.connect(this.#program.process, this.#server, SQL_PORT, done);
  }

  #use(connection: Connection): void {
    const { host } = this.#modus;
    this.#connection = connection;
    host.emit('modus/MODUSADM', 'modus.database-connected', this.#server);
    connection.onClosed(() => this.#lost(connection));
    connection.onMessage(() => {
      pending = false;
    });
    let pending = false;
    const ask = () => {
      if (this.#connection !== connection) return;
      pending = true;
      connection.send('SELECT 1');
      this.#program.after(QUERY_TIMEOUT, 'database query', () => {
        if (pending) connection.abort();
        else this.#program.after(this.#interval - QUERY_TIMEOUT, 'database test', ask);
      });
    };
    ask();
  }

  #lost(connection: Connection): void {
    if (this.#connection !== connection || !this.#program.isRunning) return;
    this.#connection = undefined;
    this.#log.write('E', '-', 'database', `connection to ${this.#server} lost`);
    this.#modus.host.emit('modus/MODUSADM', 'modus.database-lost', this.#server);
    this.#program.after(this.#interval, 'database retry', () => this.#connect());
  }
}
