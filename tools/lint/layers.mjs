/**
 * The layers of `src/`, as ESLint rules.
 *
 * A file may match several groups, and a later entry of a flat configuration replaces the options of an earlier one,
 * so every group lists all that it forbids.
 */

const features = ['clusters', 'plots', 'catalog', 'usage'];

const anyFeature = {
  regex: `^(\\.{1,2}/)+(${features.join('|')})(/|$)`,
  message: 'Shared code knows no feature.'
};

const reactFree = {
  regex: '^(react|react-dom)(/|$)|/ui/useModel$|\\.tsx$|(^|/)panel(/|$)',
  message: 'A model holds state and rules: no DOM, no React.'
};

const noApi = {
  regex: '(^|/)api(/|$)',
  message:
    'A panel is a function of its model: take types from tokens, data from the model.'
};

const noTesting = {
  regex: '(^|/)testing(/|$)',
  message: 'Fakes are for specs only.'
};

/** What a file of one feature may not import from the others: everything but their `tokens`. */
function otherFeatures(feature) {
  const others = features.filter(name => name !== feature).join('|');
  return {
    regex: `^(\\.\\./)+(${others})(/(?!tokens$)|$)`,
    message: 'A feature talks to another only through its tokens.ts.'
  };
}

const specs = ['src/**/__tests__/**', 'src/testing/**'];

function group(files, patterns, ignores = specs) {
  return {
    files,
    ignores,
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns }]
    }
  };
}

const perFeature = features.flatMap(feature => {
  const common = [otherFeatures(feature), noTesting];
  const folder = `src/${feature}`;
  return [
    group([`${folder}/**/*.ts`, `${folder}/**/*.tsx`], common),
    group([`${folder}/model.ts`, `${folder}/model/**`], [...common, reactFree]),
    group([`${folder}/panel.tsx`, `${folder}/panel/**`], [...common, noApi])
  ];
});

const requests = {
  files: ['src/**/*.ts', 'src/**/*.tsx'],
  ignores: ['src/api/client.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: "MemberExpression[property.name='makeRequest']",
        message: 'Only api/client.ts makes requests: call the ApiClient.'
      }
    ],
    'no-restricted-globals': [
      'error',
      ...['fetch', 'XMLHttpRequest', 'EventSource'].map(name => ({
        name,
        message: 'Only api/client.ts makes requests: call the ApiClient.'
      }))
    ]
  }
};

export const layers = [
  requests,
  group(
    ['src/api/**', 'src/ui/**', 'src/frame/**', 'src/icons.ts'],
    [anyFeature, noTesting]
  ),
  ...perFeature
];
