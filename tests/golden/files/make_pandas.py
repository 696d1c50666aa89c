# Writes houses.csv and ../frame.json: what pandas makes of it, step by step as the tutorial's chapter on house prices does.
import json, os
import numpy as np, pandas as pd

os.chdir(os.path.dirname(os.path.abspath(__file__)))
with open('houses.csv', 'w', newline='') as f:
    f.write('''Id,MSSubClass,MSZoning,LotFrontage,Street,Alley,YearBuilt,Remark,CentralAir,Flat,SalePrice\r
1,60,RL,65,Pave,NA,2003,"brick, old",True,7,208500\r
2,20,RL,80.5,Pave,NA,1976,"she said ""yes""",False,7,181500\r
3,60,RM,,Pave,Grvl,2001,,True,7,223500\r

4,70,C (all),60,Grvl,,1915,"two
lines",True,7,140000\r
5,60,RL,-84e-1,Pave,Pave,2000,  spaces ,True,7,250000\r
6,50,,85,Pave,NA,1993,"NA",false,7,143000\r
7,20,Élan,n/a,Pave,Grvl,2004,x,True,7,307000''')
df = pd.read_csv('houses.csv')
fix = lambda v: None if v is None or v != v else v
column = lambda c: [fix(v.item() if hasattr(v, 'item') else v) for v in c.astype('float64' if c.dtype != object and c.dtype != 'str' else object)]
table = lambda d: {name: column(d[name]) for name in d.columns}
X = df.loc[:, 'MSSubClass':'CentralAir']
numeric = [c for c in X.columns if X[c].dtype.kind in 'if']
Z = X.copy()
Z[numeric] = Z[numeric].apply(lambda x: (x - x.mean()) / x.std())
# pandas keeps truth values apart; here they are numbers.
Z['CentralAir'] = Z['CentralAir'].astype(str)
D = pd.get_dummies(Z.drop(columns='CentralAir'), dummy_na=True, dtype='float64')
F = D.fillna(D.mean())
with open('../frame.json', 'w') as f:
    json.dump({'read': table(df), 'mean': {c: X[c].mean() for c in numeric}, 'std': {c: X[c].std() for c in numeric},
               'dummies': table(D), 'filled': table(F)}, f, ensure_ascii=False, indent=1)
print(df.dtypes, list(D.columns), pd.__version__)
