/** Whether ids or names are meant by a word in which `*` stands for anything. Case does not count. */
export function namePattern(word: string): (id: string) => boolean {
  const pattern = new RegExp(`^${word.split('*').map(escaped).join('.*')}$`, 'i');
  return (id) => pattern.test(id);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
