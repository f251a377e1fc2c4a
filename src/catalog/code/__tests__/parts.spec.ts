import * as fc from 'fast-check';
import { isPythonName } from '../../../ui/python';
import { isGlob, plain, protocol, withoutPatterns } from '../address';
import { comment } from '../call';
import { fill, printed } from '../template';
import { namesIn, variableName } from '../variable';

describe('fill', () => {
  const values = new Map([
    ['level', '3'],
    ['name', 'sst'],
    ['below', '-4']
  ]);

  it.each([
    ['{{ name }}.zarr', 'sst.zarr'],
    ['{{name}}_{{ level }}', 'sst_3'],
    ["{{ '%03d' % level }}", '003'],
    ['{{ "%03d" % below }}', '-04'],
    ["{{ 'l%2d.tif' % level }}", 'l 3.tif'],
    ["{{ '%s' % name }}", 'sst']
  ])('fills %s', (text, filled) => {
    expect(fill(text, values)).toEqual({ text: filled, left: [] });
  });

  it.each([
    '{{ other }}',
    '{{ env(HOME) }}',
    "{{ shell('true') }}",
    '{{ name|upper }}',
    "{{ '%d' % name }}",
    '{{ name.__class__ }}',
    '{% if name %}',
    '{# name #}',
    '{{ {1: name}[1] }}'
  ])('leaves %s as it is and tells', text => {
    expect(fill(`a${text}b`, values)).toEqual({
      text: `a${text}b`,
      left: [text]
    });
  });

  it('does not fill what a value brings in', () => {
    const nested = new Map([
      ['a', '{{ b }}'],
      ['b', 'x']
    ]);
    expect(fill('{{ a }}', nested).text).toBe('{{ b }}');
  });

  it('leaves text without templates alone', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        fc.pre(!text.includes('{'));
        expect(fill(text, values)).toEqual({ text, left: [] });
      })
    );
  });
});

describe('printed', () => {
  it('prints as Python does', () => {
    expect([null, true, 1, 1.5, 'a'].map(value => printed(value))).toEqual([
      'None',
      'True',
      '1',
      '1.5',
      'a'
    ]);
    expect(printed(2, 'float')).toBe('2.0');
  });
});

describe('variableName', () => {
  it.each([
    ['sst', 'sst'],
    ['Sea surface height', 'Sea_surface_height'],
    ['GFDL_CM2.6', 'GFDL_CM2_6'],
    ['2m temperature', 'data_2m_temperature'],
    ['Températures', 'Temperatures'],
    ['海', 'data'],
    ['class', 'class_data'],
    ['list', 'list_data'],
    ['xr', 'xr_data']
  ])('makes %s into %s', (name, variable) => {
    expect(variableName(name)).toBe(variable);
  });

  it('takes a name that is not used yet', () => {
    expect(variableName('sst', namesIn(['sst = 1', 'print(sst_2)']))).toBe(
      'sst_3'
    );
  });

  it('is always a Python name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), name => {
        expect(isPythonName(variableName(name))).toBe(true);
      })
    );
  });
});

describe('comment', () => {
  it('is one line, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(comment(text)).toMatch(/^# [^\n\r\f\u0085\u2028\u2029]*$/);
      })
    );
  });
});

describe('addresses', () => {
  it('knows protocols, also of chains', () => {
    expect(protocol('S3://b')).toBe('s3');
    expect(protocol('simplecache::gs://b')).toBe('gs');
    expect(protocol('/a/b')).toBe('');
  });

  it('knows patterns of files from queries of URLs', () => {
    expect(isGlob('/a/*.nc')).toBe(true);
    expect(isGlob('https://h/a.nc?b=*')).toBe(false);
    expect(isGlob('s3://b/a[12].nc')).toBe(true);
  });

  it('takes file URLs as paths', () => {
    expect(plain('file:///a')).toBe('/a');
  });

  it("makes Intake's patterns globs, and leaves templates", () => {
    expect(withoutPatterns('a_{year:d}_{{ b }}.nc')).toBe('a_*_{{ b }}.nc');
  });
});
