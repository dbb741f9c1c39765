// Panels of a board are dragged by their title and drawn larger by their corner, in steps of the grid. The server places them; Escape lets go.
const [columns, row, gap] = [24, 44, 10];
const known = new WeakSet();

export function attach(grid, dotnet) {
  if (!grid || known.has(grid)) return;
  known.add(grid);
  grid.addEventListener('pointerdown', event => {
    const sizing = event.target.closest('[data-size]');
    const panel = event.target.closest('[data-panel]');
    if (event.button !== 0 || !panel || !grid.classList.contains('editing') || getComputedStyle(grid).display !== 'grid') return;
    if (!sizing && (!event.target.closest('[data-drag]') || event.target.closest('button'))) return;
    event.preventDefault();
    follow(grid, dotnet, panel, event, Boolean(sizing));
  });
}

function follow(grid, dotnet, panel, start, sizing) {
  const style = getComputedStyle(panel);
  const [x, y, width, height] = ['--x', '--y', '--w', '--h'].map(name => Number(style.getPropertyValue(name)));
  const column = (grid.clientWidth + gap) / columns;
  const ghost = Object.assign(document.createElement('div'), { className: 'board-ghost' });
  const listening = new AbortController();
  const scrolled = scrollY;
  let place = { x: x - 1, y: y - 1, width, height };
  const show = () => Object.assign(ghost.style, {
    left: `${place.x * column}px`, top: `${place.y * row}px`, width: `${place.width * column - gap}px`, height: `${place.height * row - gap}px`,
  });
  const stop = () => { listening.abort(); ghost.remove(); panel.classList.remove('moving'); };
  const at = (name, act) => addEventListener(name, act, { signal: listening.signal });
  show();
  grid.append(ghost);
  panel.classList.add('moving');
  at('pointermove', event => {
    const [across, down] = [Math.round((event.clientX - start.clientX) / column), Math.round((event.clientY - start.clientY + scrollY - scrolled) / row)];
    place = sizing
      ? { ...place, width: Math.min(columns - x + 1, Math.max(2, width + across)), height: Math.max(1, height + down) }
      : { ...place, x: Math.min(columns - width, Math.max(0, x - 1 + across)), y: Math.max(0, y - 1 + down) };
    show();
  });
  at('pointerup', () => {
    stop();
    if (place.x !== x - 1 || place.y !== y - 1 || place.width !== width || place.height !== height) {
      dotnet.invokeMethodAsync('PlaceAsync', Number(panel.dataset.panel), place.x, place.y, place.width, place.height);
    }
  });
  at('pointercancel', stop);
  at('keydown', event => { if (event.key === 'Escape') stop(); });
}
