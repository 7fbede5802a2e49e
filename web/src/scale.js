/** Axes: round steps for numbers, calendar steps for time. */

/** Round numbers that span `low` to `high` in about `count` steps, `whole` ones for things that are counted. @param {number} low @param {number} high @param {number} count @param {boolean} [whole] */
export function ticks(low, high, count, whole = false) {
  if (!(high > low)) return [low];
  const raw = Math.max((high - low) / count, whole ? 1 : 0);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find((factor) => power * factor >= raw * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // multiplied, not added up, so that 0.3 stays 0.3
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

const DAY = 86_400_000;

/** Beginnings of years, months or days between two times, at most `count`, with their names. @param {number} low @param {number} high @param {number} count */
export function timeTicks(low, high, count) {
  const days = (high - low) / DAY;
  const [begin, end] = [new Date(low), new Date(high)];
  const found = [];
  // steps that the year is made of
  const months = [1, 2, 3, 6].find((step) => days / 30.4 / step <= count);
  if (!months) {
    const step = Math.ceil(days / 365 / count);
    for (let year = begin.getUTCFullYear(); year <= end.getUTCFullYear(); year += step) found.push([Date.UTC(year, 0, 1), `${year}`]);
  } else if (days > 45) {
    const first = Math.floor(begin.getUTCMonth() / months) * months;
    for (let month = first; Date.UTC(begin.getUTCFullYear(), month, 1) <= high; month += months) {
      const at = new Date(Date.UTC(begin.getUTCFullYear(), month, 1));
      found.push([at.getTime(), at.toISOString().slice(0, 7)]);
    }
  } else {
    const step = DAY * Math.max(1, Math.ceil(days / count));
    for (let at = low; at <= high; at += step) found.push([at, new Date(at).toISOString().slice(0, 10)]);
  }
  return found.filter(([at]) => at >= low && at <= high).map(([at, name]) => ({ at, name }));
}

/** A straight line from one range to another. @param {[number, number]} from @param {[number, number]} to */
export const linear = ([low, high], [start, end]) => (value) => (high === low ? (start + end) / 2 : start + ((value - low) / (high - low)) * (end - start));

/** A number as people read it. @param {number} value */
export const told = (value) => value.toLocaleString("en", { maximumFractionDigits: 6 });
