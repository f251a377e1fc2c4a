/** A page with the charts of the tab Usage and made-up series, for the benchmark `charts`: no server, no Lab around it. */
import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { Chart, CursorSync } from '../../src/usage/dashboard/charts';
import { readDashboard } from '../../src/usage/dashboard/read';
import { drawnFrames } from '../../src/usage/drawn';

const trans = nullTranslator.load('');
const MINUTE = 60_000;
const BEGIN = Date.UTC(2026, 0, 1);

/** A dashboard of so many panels with a legend each. */
function dashboardOf(count) {
  return readDashboard({
    schemaVersion: 39,
    title: 'Bench',
    panels: Array.from({ length: count }, (_, id) => ({
      id: id + 1,
      type: 'timeseries',
      title: `Panel ${id}`,
      gridPos: { x: (id % 3) * 8, y: Math.floor(id / 3) * 8, w: 8, h: 8 },
      targets: [{ refId: 'A', expr: 'x' }],
      fieldConfig: {
        defaults: { unit: 'bytes', custom: { fillOpacity: 10 } },
        overrides: []
      },
      options: { legend: { displayMode: 'list', placement: 'bottom' } }
    }))
  });
}

/** Series that wander; each call gives other numbers. */
function framesOf(series, points, seed) {
  const times = Array.from(
    { length: points },
    (_, place) => BEGIN + place * MINUTE
  );
  return Array.from({ length: series }, (_, number) => {
    let state = seed * 7919 + number * 104_729 + 1;
    let value = 1e9;
    const values = times.map(() => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      value += (state / 2_147_483_648 - 0.5) * 1e8;
      return value;
    });
    return {
      refId: 'A',
      name: '',
      fields: [
        { name: 'Time', type: 'time', labels: {}, values: times },
        { name: 'x', type: 'number', labels: { s: `${number}` }, values }
      ]
    };
  });
}

const cursor = new CursorSync();

function Board({ panels, frames, span, size }) {
  return panels.map((panel, place) => (
    <Panel key={panel.id} {...{ panel, span, size }} frames={frames[place]} />
  ));
}

const Panel = React.memo(function Panel({ panel, frames, span, size }) {
  const drawn = React.useMemo(
    () => drawnFrames(panel, frames, false),
    [panel, frames]
  );
  return (
    <div style={{ ...size, float: 'left' }}>
      <Chart
        {...{ panel, span, trans, cursor }}
        {...size}
        frames={drawn}
        timezone="utc"
        isDark={false}
        onZoom={() => undefined}
      />
    </div>
  );
});

function frame() {
  return new Promise(done => requestAnimationFrame(() => done()));
}

/** Milliseconds of script until everything is drawn: React's work and its effects, in which plots draw. */
async function scripted(work) {
  const begin = performance.now();
  flushSync(work);
  // uPlot draws in a microtask after its data were set.
  await Promise.resolve();
  return performance.now() - begin;
}

/** A page of many charts: first paint, and refreshes with other numbers. */
async function many({ panels: count, series, points, refreshes }) {
  const { panels } = dashboardOf(count);
  const made = seed =>
    panels.map((_, place) => framesOf(series, points, seed * 100 + place));
  const span = { from: BEGIN, to: BEGIN + points * MINUTE };
  const size = { width: 500, height: 240 };
  const root = createRoot(
    document.body.appendChild(document.createElement('div'))
  );
  const first = made(0);
  const rounds = Array.from({ length: refreshes }, (_, round) =>
    made(round + 1)
  );
  await frame();
  const begin = performance.now();
  flushSync(() =>
    root.render(<Board {...{ panels, span, size }} frames={first} />)
  );
  await frame();
  await frame();
  const paint = performance.now() - begin;
  const refresh = [];
  for (const frames of rounds) {
    refresh.push(
      await scripted(() =>
        root.render(<Board {...{ panels, span, size }} frames={frames} />)
      )
    );
    await frame();
  }
  const canvases = document.querySelectorAll('canvas').length;
  root.unmount();
  return { paint, refresh, canvases };
}

/** One chart of long series that is panned. */
async function pan({ series, points, frames: count }) {
  const { panels } = dashboardOf(1);
  const frames = [framesOf(series, points, 1)];
  const size = { width: 1000, height: 400 };
  const length = (points * MINUTE) / 2;
  const root = createRoot(
    document.body.appendChild(document.createElement('div'))
  );
  const show = from => (
    <Board {...{ panels, frames, size }} span={{ from, to: from + length }} />
  );
  flushSync(() => root.render(show(BEGIN)));
  await frame();
  const times = [];
  for (let step = 1; step <= count; step++) {
    const from = BEGIN + (step / count) * length;
    times.push(await scripted(() => root.render(show(from))));
    await frame();
  }
  root.unmount();
  return times;
}

window.benchCharts = { many, pan };
