import type { ThemeConfig } from 'antd'

/** All of Ant Design's looks; app.css repeats the colours as custom properties for our own elements. */
export const theme: ThemeConfig = {
  // Hashed styles need :where(), which Chrome 87 does not know.
  hashed: false,
  token: {
    colorPrimary: '#17656d',
    colorInfo: '#17656d',
    colorLink: '#17656d',
    colorError: '#a33a12',
    colorWarning: '#9a5b00',
    // Tints the palette algorithm would make muddy from such dark seeds.
    colorPrimaryBg: '#e3eff0',
    colorPrimaryBgHover: '#d8e9ea',
    colorInfoBg: '#e9f2f2',
    colorInfoBorder: '#a9cccf',
    colorErrorBg: '#fdf0e4',
    colorErrorBorder: '#f0c19b',
    colorWarningBg: '#fff6e0',
    colorWarningBorder: '#e2c27a',
    colorTextBase: '#1d2b28',
    colorTextSecondary: '#4d5b55',
    colorTextTertiary: '#5a6862',
    colorTextDescription: '#5a6862',
    colorTextPlaceholder: '#66736d',
    colorBorder: '#c5cec7',
    colorBorderSecondary: '#e0e6e1',
    colorBgLayout: '#eef1ec',
    borderRadius: 6,
    fontSize: 14,
    fontSizeSM: 14,
    // By language, in app.css.
    fontFamily: 'var(--font)',
    controlHeight: 34,
    controlHeightSM: 28,
    wireframe: false,
  },
  components: {
    Table: { headerBg: '#f2f5f1', headerColor: '#3a4843', cellPaddingBlockSM: 7, cellPaddingInlineSM: 8, rowSelectedBg: '#e3eff0', rowSelectedHoverBg: '#d8e9ea' },
    Drawer: { paddingLG: 20 },
    Alert: { defaultPadding: '10px 12px' },
  },
}
