"""The verbs of official orders: what is to be done with what is counted. Pure."""

import re

ACTIONS = re.findall(
    r"\S+",
    """
    改造提升 规划建设 新建改扩建 改扩建 建设 建成 建立 建好
    打造 培育 培养 遴选 认定 创建 新建 改建 扩建 迁建 形成 达到 实现 完成 开展 组织 举办 落实
    设立 成立 推进 推动 评选 评定 表彰 支持 扶持 发展 安排 制定 制订 开发 开设 申报 争创 布局
    选树 确定 配备 配齐 增设 增加 召开 承办 出台 编写 编制 实施 整合 改造 覆盖 惠及 确保 规划
    组建 投用 投入使用 保障 列支 筹集 筹措 建 引导 壮大 做强 推广 推出 建有 聘请 选聘 保持 稳定
""",
)

# These stay in the measure, for they tell what is counted: 输送人才, 取证
TELLING = re.findall(
    r"\S+",
    """
    新增 培训 轮训 输送 取证 鉴定 招聘 招收 招生 选派 引进 资助 服务 吸纳 孵化 转化 签订 入驻
    发放 接待 投入 帮扶 聘用 选拔 派出 推荐 培优 升级 购置 绿化
""",
)

# A verb's characters that begin a noun: 建筑面积, 建成区, 绿化覆盖率, 保障性住房
_NOUN_AFTER = {
    "建": "建(?!成|筑|档|材|议|制|言|行)",
    "建成": "建成(?!区(?!域))",
    "保障": "保障(?!房|措施|水平)",
    "招聘": "招聘(?!会)",
    "培训": "培训(?!班|机构)",
    "孵化": "孵化(?!器|园|基地)",
    "服务": "服务(?!业|中心|平台|站|机构|体系|设施)",
}


def _alternatives(verbs: list[str]) -> str:
    ordered = sorted(verbs, key=len, reverse=True)
    return f"(?:{'|'.join(_NOUN_AFTER.get(one, one) for one in ordered)})(?!率|性)"


DOING = _alternatives(ACTIONS)
ACTION = re.compile(_alternatives([*ACTIONS, *TELLING]))
"""Any of them; the longer ones first."""
