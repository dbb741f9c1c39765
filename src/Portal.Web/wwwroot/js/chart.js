// Time series by uPlot: in the theme's colours, with a cross-hair that charts of one page share, and ranges chosen by dragging.
import uPlot from '../lib/uplot.js';

const charts = new WeakMap();
const shapes = 10;
const powers = Array.from({ length: 52 }, (_, power) => 2 ** power);

function colour(host, index) { return getComputedStyle(host).getPropertyValue(`--series-${index % shapes}`).trim(); }

function times(language) {
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false });
  const exact = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
  const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' });
  const whole = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hour12: false });
  return {
    ticks: (plot, splits, axis, space, step) => {
      let before = '';
      return splits.map(split => {
        const at = new Date(split * 1000);
        const date = day.format(at);
        const time = step >= 86400 ? '' : step < 60 ? exact.format(at) : clock.format(at);
        const text = !time ? date : date === before ? time : `${time}\n${date}`;
        before = date;
        return text;
      });
    },
    whole: seconds => whole.format(new Date(seconds * 1000)),
  };
}

function numbers(language, unit) {
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 4 });
  const plain = new Intl.NumberFormat(language, { maximumSignificantDigits: 6 });
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const bytes = value => {
    const power = Math.max(0, Math.min(5, Math.floor(Math.log2(Math.abs(value) || 1) / 10)));
    return `${compact.format(value / 1024 ** power)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'][power]}`;
  };
  const scientific = value => value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-4) ? value.toExponential(3) : null;
  const said = {
    bytes, bytespersecond: value => `${bytes(value)}/s`, share: value => share.format(value), percent: value => share.format(value / 100),
    persecond: value => `${scientific(value) ?? compact.format(value)}/s`,
    seconds: value => value !== 0 && Math.abs(value) < 1 ? `${compact.format(value * 1000)} ms` : `${compact.format(value)} s`,
  }[unit];
  return { tick: said ?? (value => scientific(value) ?? compact.format(value)), value: said ?? (value => scientific(value) ?? plain.format(value)) };
}

// Which of the shown series is nearest to the pointer, told beside it.
function tip(host, options, time, number) {
  const box = Object.assign(document.createElement('div'), { className: 'chart-tip' });
  box.setAttribute('aria-hidden', 'true');
  return {
    hooks: {
      init: plot => { plot.over.append(box); },
      setCursor: plot => {
        const { idx, left, top } = plot.cursor;
        box.hidden = idx == null || left < 0 || !plot.over.matches(':hover');
        if (box.hidden) return;
        let best = null;
        plot.series.forEach((series, at) => {
          const value = at > 0 && series.show ? plot.data[at][idx] : null;
          if (value == null) return;
          const far = Math.abs(plot.valToPos(value, 'y') - top);
          if (!best || far < best.far) best = { at, value, far };
        });
        const words = [time.whole(plot.data[0][idx])];
        if (best) words.push(`${options.names[best.at - 1]}: ${number.value(best.value)}`);
        box.textContent = words.join('\n');
        box.style.setProperty('--of', best ? colour(host, best.at - 1) : 'var(--line)');
        const right = left > plot.over.clientWidth / 2;
        Object.assign(box.style, { left: right ? '' : `${left + 14}px`, right: right ? `${plot.over.clientWidth - left + 14}px` : '', top: `${Math.min(Math.max(0, top - 20), plot.over.clientHeight - 44)}px` });
      },
    },
  };
}

// A sample between gaps is no line, and is there all the same.
function lone(plot, index) {
  const values = plot.data[index];
  const found = [];
  for (let at = 0; at < values.length; at++) {
    if (values[at] != null && values[at - 1] == null && values[at + 1] == null) found.push(at);
  }
  return found;
}

export async function draw(host, dotnet, stream, options) {
  const values = new Float64Array(await stream.arrayBuffer());
  const { start, step, count, names, unit, group } = options;
  const xs = Array.from({ length: count }, (_, at) => start + at * step);
  const rows = names.map((_, series) => Array.from(values.subarray(series * count, (series + 1) * count), value => Number.isFinite(value) ? value : null));
  const language = document.documentElement.lang;
  const [time, number] = [times(language), numbers(language, unit)];
  const soft = () => getComputedStyle(host).getPropertyValue('--soft');
  const line = () => getComputedStyle(host).getPropertyValue('--grid');
  const font = '11px "Inter Variable", system-ui, sans-serif';
  charts.get(host)?.stop();
  const plot = new uPlot({
    width: host.clientWidth || 300, height: options.height, legend: { show: false }, plugins: [tip(host, options, time, number)],
    scales: { x: { range: () => [xs[0], xs[count - 1] > xs[0] ? xs[count - 1] : xs[0] + 1] }, y: { range: (_, low, high) => low == null || (low === 0 && high === 0) ? [0, 1] : uPlot.rangeNum(low, high, { min: { pad: .1, soft: 0, mode: 2 }, max: { pad: .1, mode: 0 } }) } },
    cursor: { sync: group ? { key: group, setSeries: false } : undefined, drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
    axes: [
      { stroke: soft, font, size: 40, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1, size: 4 }, values: time.ticks },
      { stroke: soft, font, size: (_, words) => Math.max(44, ...(words ?? []).map(word => word.length * 6.6 + 16)), grid: { stroke: line, width: 1 }, ticks: { show: false }, values: (_, splits) => splits.map(number.tick), ...(unit.startsWith('bytes') ? { incrs: powers } : {}) },
    ],
    series: [{}, ...names.map((name, at) => ({ label: name, stroke: () => colour(host, at), width: 1.5, spanGaps: false, points: { show: true, size: 4, filter: lone } }))],
    hooks: {
      setSelect: [chart => {
        if (chart.select.width < 6) return;
        const [from, to] = [chart.posToVal(chart.select.left, 'x'), chart.posToVal(chart.select.left + chart.select.width, 'x')];
        chart.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        dotnet.invokeMethodAsync('ChooseRangeAsync', Math.floor(from), Math.ceil(to));
      }],
    },
  }, [xs, ...rows], host);

  const sizes = new ResizeObserver(() => { if (host.clientWidth > 0) plot.setSize({ width: host.clientWidth, height: options.height }); });
  sizes.observe(host);
  const themes = new MutationObserver(() => plot.redraw(false));
  const shell = host.closest('.shell');
  if (shell) themes.observe(shell, { attributes: true, attributeFilter: ['class'] });
  const legend = host.closest('[data-chart]');
  const listening = new AbortController();
  legend?.addEventListener('click', event => {
    const button = event.target.closest('[data-series]');
    if (button) isolate(plot, legend, button);
    const save = event.target.closest('[data-picture]');
    if (save) picture(plot, host, options, save.dataset);
  }, { signal: listening.signal });
  charts.set(host, { plot, stop: () => { sizes.disconnect(); themes.disconnect(); listening.abort(); plot.destroy(); } });
}

// The chosen series alone; once more for all.
function isolate(plot, legend, button) {
  const buttons = [...legend.querySelectorAll('[data-series]')];
  const alone = button.getAttribute('aria-pressed') !== 'true';
  for (const one of buttons) one.setAttribute('aria-pressed', alone && one === button ? 'true' : 'false');
  legend.classList.toggle('isolating', alone);
  plot.batch(() => plot.series.forEach((_, at) => { if (at > 0) plot.setSeries(at, { show: !alone || at - 1 === Number(button.dataset.series) }); }));
}

// What is drawn with its title and the names of its series, on the theme's own ground, as a file.
function picture(plot, host, options, { picture: file, words }) {
  const scale = devicePixelRatio || 1;
  const [drawn, line, edge] = [plot.ctx.canvas, 18 * scale, 12 * scale];
  const shown = options.names.map((name, at) => ({ name, at })).filter(({ at }) => plot.series[at + 1].show).slice(0, 30);
  const canvas = Object.assign(document.createElement('canvas'), { width: drawn.width + 2 * edge, height: drawn.height + (shown.length + (words ? 1 : 0)) * line + 3 * edge });
  const paint = canvas.getContext('2d');
  const style = getComputedStyle(host);
  const write = (text, x, y, colour, weight) => {
    Object.assign(paint, { fillStyle: colour, font: `${weight} ${12 * scale}px "Inter Variable", system-ui, sans-serif`, textBaseline: 'middle' });
    paint.fillText(text, x, y, canvas.width - x - edge);
  };
  paint.fillStyle = style.getPropertyValue('--sheet');
  paint.fillRect(0, 0, canvas.width, canvas.height);
  let y = edge;
  if (words) { write(words, edge, y + line / 2, style.getPropertyValue('--ink'), 600); y += line + edge / 2; }
  paint.drawImage(drawn, edge, y);
  y += drawn.height + edge / 2;
  for (const { name, at } of shown) {
    paint.fillStyle = colour(host, at);
    paint.fillRect(edge, y + line / 2 - scale, 12 * scale, 3 * scale);
    write(name, edge + 20 * scale, y + line / 2, style.getPropertyValue('--ink'), 400);
    y += line;
  }
  canvas.toBlob(blob => {
    const url = URL.createObjectURL(blob);
    Object.assign(document.createElement('a'), { href: url, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }, 'image/png');
}

export function clear(host) { charts.get(host)?.stop(); charts.delete(host); }
