export const zh = {
  files: '导出',
  filesOf: (what: string) => `导出${what}`,
  csv: '表格 CSV',
  png: '图片 PNG',
  svg: '图片 SVG',
  kind: '图表',
  keys: '方向键逐项查看,回车打开清单,Esc 退出。',
};
