"""Slips of the pen in a task's text: a character written twice, an end that is none. Pure."""

import re

from tasks.quantities import NUMERAL

_DOUBLED = re.compile(r"([\u3400-\u9fff])\1")
# Characters that Chinese doubles for emphasis or plurality, and those of numerals.
_REDUPLICATED = frozenset(
    "人天年处层级个常往刚仅稳步时事家户村校点渐深牢紧切好谆孜源蒸欣久代条块星井津循斤息比头样"
    "扎认踏清明原本完整勤恳兢默广长远早晚慢快轻重世月日夜种件项站岗区县乡镇街院班门次句字声色"
    "形林等多少一二三四五六七八九十百千万亿零两双冉徐款洋泱滔茫堂哥姐妹弟爸妈爷奶叔公婆太宝看"
    "想试谈说听走问查管"
)
# Two words that meet: 市市场监督管理局, 学校校企合作. The second begins with the doubled one.
_SECONDS = frozenset(
    re.findall(
        r"\S+",
        """
    市场 市级 市直 市区 市县 市域 市民 市委 市政 校企 校园 校长 校内 校外 校际 校舍 校本
    学生 学习 学校 学员 学历 学科 学院 学位 学段 学者 学前 学年 业务 业态 业绩 业主 业余
    业界 能力 能够 能源 持续 实施 实现 实践 实际 实效 实行 实训 实习 实验 设施 设备 设置
    设立 设计 备案 制定 制度 制造 制约 高校 高职 高等 高中 高级 高度 高效 高质 高水 高标
    高层 高技 高新 高素 新型 新增 新建 新区 新兴 新材 新能 新时 新技 新工 新业 作风 作用
    作为 作业 理念 理论 理工 理事 面向 面积 面对 面貌 方案 方式 方向 方面 方法 方针 方便
    范围 训练 人才 人员 人民 人口 人社 人力 人均 会议 会同 会员 会计 区域 区级 区县 区位
    县级 县域 县区 县城 家庭 家长 家政 地方 地区 地位 地理 地点 育人 育才 育苗 教师 教学
    教育 教材 教研 教改 行业 行动 行政 行为 成果 成立 成为 成效 成本 成绩 成长 成人 成熟
    心理 心得 中职 中等 中心 中小 中医 中国 中央 中高 产业 产教 产权 产品 产值 产学 产能
    动力 动态 动员 展示 展览 展现 展开 评价 评估 评审 评选 评定 评比 生产 生活 生态 生源
    生均 生物 生师 发展 发布 发挥 发改 发明 发放 合作 合理 合格 合力 合同 合规 员工 部门
    部署 部分 部省 级别 量化 性质 化解 工作 工程 工业 工会 工信 工资 工匠 工艺 工种 程序
    程度 业内 术业 体系 体育 体制 体现 体验 体检 资源 资金 资产 资助 资格 用地 用人 用工
    用于 用好 入学 入职 入驻 出台 出资 出口 出版 进行 进入 进一 进度 长期 长效 长远 务实
    务必 务工 专业 专家 专项 专门 专任 专用 技能 技术 技工 职业 职工 职教 职称 职务 职责
    农业 农村 农民 农产 民生 民办 民族 民政 民营 公共 公办 公益 公开 公示 公司 质量 标准
    标志 标识 准入 准备 平台 平均 平安 台账 项目 目标 目录 标杆 核心 心态 式样 定期 定点
    定向 定位 定额 型号 格局 局面 局部 办学 办法 办理 办公 法律 法规 法治 规划 规范 规模
    规定 规律 划分 模式 模范 重点 重要 重大 点位 要求 要素 点面 主体 主要 主动 主管 主题
    机制 机构 机关 机会 机遇 关键 关系 关于 组织 组成 组建 织密 效果 效率 效益 益民 素质
    经济 经营 经费 经验 济困 费用 验收 收入 收费 水平 水利 平等 力争 力度 力量 争取 争创
    取得 取证 得到 到位 位置 支持 支部 支撑 支出 持证 证书 证明 书记 金融 金额 融合 融资
    投入 投资 投融 信息 信用 息息 社会 社区 社保 保障 保护 保险 障碍 服务 供给 给予 给付
    予以 以上 以下 以及 以内 上级 上报 下级 下达 下发 内容 内部 外部 外资 同时 同步 同级
    同等 时间 时期 间接 期间 期限 度假 段落 类型 类别 种类 种植 型企 企业 院校 院所 院长
    所有 所在 所需 有关 有效 有序 有力 关注 注重 名单 名师 名校 师资 师德 师生 师范 班级
    班子 班主 班次 课程 课堂 题材 材料 科学 科技 科研 科普 科教 研究 研发 研学 研判 文化
    文明 文件 明确 确保 确定 认定 认真 认证 为主 为民 为重 重视 就业 就近 增加 增强 增长
    强化 强县 调查 调研 调整 整合 整改 整体 整理 整治 提高 提升 提供 升级 升学 优化 优质
    优先 优秀 优势 深化 深入 深度 完善 完成 健全 健康 全面 全市 全程 全员 全覆 全国 推进
    推动 推广 推荐 引导 引进 引领 导师 导向 领域 领导 领军 域内 开展 开放 开发 开设 开办
    放宽 建设 建立 建成 建筑 建档
""",
    )
)
_DANGLING = re.compile(r"[，,、；;：:]$")


def find_doubled(text: str) -> tuple[tuple[str, str], ...]:
    """Characters that seem to be written twice: (words as written, words as probably meant)."""
    found = []
    for match in _DOUBLED.finditer(text):
        if not _is_legitimate(text, match):
            start, end = max(0, match.start() - 3), match.end() + 3
            written = _within_clause(text, start, end, match)
            place = written.index(match.group())
            found.append((written, written[:place] + written[place + 1 :]))
    return tuple(found)


def _is_legitimate(text: str, match: re.Match[str]) -> bool:
    one, start, end = match[1], match.start(), match.end()
    if one in _REDUPLICATED or re.fullmatch(NUMERAL, one):
        return True
    if text[start + 1 : start + 3] in _SECONDS:
        return True
    # AABB: 踏踏实实, 认认真真
    return _is_pair(text[end : end + 2]) or _is_pair(text[max(0, start - 2) : start])


def _is_pair(words: str) -> bool:
    return len(words) == 2 and words[0] == words[1]


def _within_clause(text: str, start: int, end: int, match: re.Match[str]) -> str:
    head = re.split(r"[^\u3400-\u9fff]", text[start : match.start()])[-1]
    tail = re.split(r"[^\u3400-\u9fff]", text[match.end() : end])[0]
    return head + match.group() + tail


def find_unfinished(text: str) -> str:
    """The last words of a text that ends in a comma or the like; "" for one that does not."""
    return text[-6:] if _DANGLING.search(text) else ""
