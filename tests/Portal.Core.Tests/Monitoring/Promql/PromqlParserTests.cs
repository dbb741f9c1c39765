using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Tests.Monitoring.Promql;

/// <summary>How expressions are read. What is right here is what Prometheus' own grammar says.</summary>
public sealed class PromqlParserTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("+Inf", double.PositiveInfinity)]
    [InlineData("-inF", double.NegativeInfinity)]
    [InlineData("nAn", double.NaN)]
    [InlineData(".5", .5)]
    [InlineData("5.", 5)]
    [InlineData("123.4567", 123.4567)]
    [InlineData("5e-3", .005)]
    [InlineData("5E+3", 5000)]
    [InlineData("0xff", 255)]
    [InlineData("0X1F", 31)]
    [InlineData("0755", 493)]
    [InlineData("0899", 899)]
    [InlineData("1_000_000", 1e6)]
    [InlineData("-0755", -493)]
    [InlineData("5m", 300)]
    [InlineData("1h30m5s", 5405)]
    [InlineData("1d2h3m4s500ms", 93784.5)]
    [InlineData("- -1", 1)]
    [InlineData("(((7)))", 7)]
    [InlineData("99999999999999999999", 1e20)]
    public void Number_AllSpellings_HaveTheirValue(string text, double value) =>
        Assert.Equal(value, Assert.IsType<NumberLiteral>(PromqlParser.Parse(text)).Value);

    [Theory]
    [InlineData("""  "double\"quoted \\ \n \t \x41 \u00e9 \U0001F600 \101"  """, "double\"quoted \\ \n \t A é 😀 A")]
    [InlineData("'single\\'quoted'", "single'quoted")]
    [InlineData("`raw \\n ' \"`", "raw \\n ' \"")]
    [InlineData("\"\\xc3\\xa9\"", "é")]
    [InlineData("'中文'", "中文")]
    [InlineData("''", "")]
    public void Text_AllQuotes_AreUnescaped(string text, string value) =>
        Assert.Equal(value, Assert.IsType<StringLiteral>(PromqlParser.Parse(text.Trim())).Value);

    [Theory]
    [InlineData("1 + 2 * 3", "(Add 1 (Multiply 2 3))")]
    [InlineData("1 * 2 + 3", "(Add (Multiply 1 2) 3)")]
    [InlineData("1 - 2 - 3", "(Subtract (Subtract 1 2) 3)")]
    [InlineData("2 ^ 3 ^ 2", "(Power 2 (Power 3 2))")]
    [InlineData("-2 ^ 2", "(- (Power 2 2))")]
    [InlineData("2 ^ -2 * 3", "(Multiply (Power 2 -2) 3)")]
    [InlineData("-a * b", "(Multiply (- {__name__=a}) {__name__=b})")]
    [InlineData("-a ^ b", "(- (Power {__name__=a} {__name__=b}))")]
    [InlineData("a atan2 b % c / d", "(Divide (Modulo (Atan2 {__name__=a} {__name__=b}) {__name__=c}) {__name__=d})")]
    [InlineData("a or b and c unless d", "(Or ignoring[] ManyToMany[] / {__name__=a} (Unless ignoring[] ManyToMany[] / (And ignoring[] ManyToMany[] / {__name__=b} {__name__=c}) {__name__=d}))")]
    [InlineData("a > b + c", "(Greater {__name__=a} (Add {__name__=b} {__name__=c}))")]
    [InlineData("1 > bool 2 == bool 0", "(Equal bool (Greater bool 1 2) 0)")]
    [InlineData("a == bool on (x) b", "(Equal bool on[x] OneToOne[] / {__name__=a} {__name__=b})")]
    [InlineData("a / ON (x, y) GROUP_LEFT (z) b", "(Divide on[x,y] ManyToOne[z] / {__name__=a} {__name__=b})")]
    [InlineData("a * ignoring(x,) group_right b", "(Multiply ignoring[x] OneToMany[] / {__name__=a} {__name__=b})")]
    [InlineData("a * on() b", "(Multiply on[] OneToOne[] / {__name__=a} {__name__=b})")]
    [InlineData("a + fill(0) b", "(Add ignoring[] OneToOne[] 0/0 {__name__=a} {__name__=b})")]
    [InlineData("a + on(x) fill_right(-1) fill_left(2) b", "(Add on[x] OneToOne[] 2/-1 {__name__=a} {__name__=b})")]
    [InlineData("fill + fill_left", "(Add {__name__=fill} {__name__=fill_left})")]
    [InlineData("a </ 5 >/ 3", "(TrimLower (TrimUpper {__name__=a} 5) 3)")]
    [InlineData("a\n # a remark with ( \"\n + # another\n b", "(Add {__name__=a} {__name__=b})")]
    public void Operators_Precedence_IsThatOfTheGrammar(string text, string shape) => Assert.Equal(shape, PromqlShape.Of(text));

    [Theory]
    [InlineData("up", "{__name__=up}")]
    [InlineData("job:up:rate5m", "{__name__=job:up:rate5m}")]
    [InlineData(":a", "{__name__=:a}")]
    [InlineData("sum", "{__name__=sum}")]
    [InlineData("offset + by", "(Add {__name__=offset} {__name__=by})")]
    [InlineData("start + end", "(Add {__name__=start} {__name__=end})")]
    [InlineData("sum{by='x'}", "{__name__=sum,by=x}")]
    [InlineData("""up{a="1",b!='2',c=~`3.*`,d!~"4",}""", "{__name__=up,a=1,b!=2,c=~3.*,d!~4}")]
    [InlineData("""{__name__=~"a.+"}""", "{__name__=~a.+}")]
    [InlineData("""{"a.metric", "a label"="x"}""", "{__name__=a.metric,a label=x}")]
    [InlineData("""{sum="x", on="y"}""", "{on=y,sum=x}")]
    [InlineData("up offset 1h", "{__name__=up SelectorTime { Offset = FixedDuration { Seconds = 3600 }, At = , AtEdge = None, Edges = Default }}")]
    [InlineData("up @ 1.5 offset -5m", "{__name__=up SelectorTime { Offset = FixedDuration { Seconds = -300 }, At = 1500, AtEdge = None, Edges = Default }}")]
    [InlineData("up offset -2 ^ 2", "(Power {__name__=up SelectorTime { Offset = FixedDuration { Seconds = -2 }, At = , AtEdge = None, Edges = Default }} 2)")]
    [InlineData("up @ end()", "{__name__=up SelectorTime { Offset = , At = , AtEdge = End, Edges = Default }}")]
    [InlineData("up @ -5", "{__name__=up SelectorTime { Offset = , At = -5000, AtEdge = None, Edges = Default }}")]
    [InlineData("rate(up[5m] smoothed)", "(rate (range {__name__=up SelectorTime { Offset = , At = , AtEdge = None, Edges = Smoothed }} FixedDuration { Seconds = 300 }))")]
    [InlineData("rate(up[step() * 2])", "(rate (range {__name__=up} ComputedDuration { Operator = *, Left = ComputedDuration { Operator = step, Left = , Right =  }, Right = FixedDuration { Seconds = 2 } }))")]
    [InlineData("rate(up[max_of(step(), 5m)])", "(rate (range {__name__=up} ComputedDuration { Operator = max_of, Left = ComputedDuration { Operator = step, Left = , Right =  }, Right = FixedDuration { Seconds = 300 } }))")]
    public void Selector_AllForms_AreRead(string text, string shape) => Assert.Equal(shape, PromqlShape.Of(text));

    [Theory]
    [InlineData("sum(a)", "(Sum by[] {__name__=a})")]
    [InlineData("SUM BY (x) (a)", "(Sum by[x] {__name__=a})")]
    [InlineData("sum(a) without (x, y)", "(Sum without[x,y] {__name__=a})")]
    [InlineData("sum by () (a)", "(Sum by[] {__name__=a})")]
    [InlineData("topk by(by) (3, a)", "(Topk by[by] 3 {__name__=a})")]
    [InlineData("""count_values("v", a) by ("a b")""", "(CountValues by[a b] 'v' {__name__=a})")]
    [InlineData("limit_ratio(0.5, a)", "(LimitRatio by[] 0.5 {__name__=a})")]
    [InlineData("sum(topk(1, a)) + 1", "(Add (Sum by[] (Topk by[] 1 {__name__=a})) 1)")]
    [InlineData("hour()", "(hour)")]
    [InlineData("round(a, 5)", "(round {__name__=a} 5)")]
    [InlineData("label_join(a, 'd', ',', 'x', 'y', 'z')", "(label_join {__name__=a} 'd' ',' 'x' 'y' 'z')")]
    [InlineData("start() + step()", "(Add (start) (step))")]
    [InlineData("info(a, {x=~'.*'})", "(info {__name__=a} {x=~.*})")]
    public void Calls_AllForms_AreRead(string text, string shape) => Assert.Equal(shape, PromqlShape.Of(text));

    [Fact]
    public void Subquery_WithStepAndTimes_IsRead() => Assert.Equal(
        "(max_over_time (subquery (rate (range {__name__=a} FixedDuration { Seconds = 60 })) FixedDuration { Seconds = 3600 } FixedDuration { Seconds = 60 } SelectorTime { Offset = FixedDuration { Seconds = 300 }, At = , AtEdge = Start, Edges = Default }))",
        PromqlShape.Of("max_over_time(rate(a[1m])[1h:1m] @ start() offset 5m)"));

    [Theory]
    [InlineData("", 0, "There is no expression.")]
    [InlineData(" # only a remark", 0, "There is no expression.")]
    [InlineData("1 +", 3, "The expression ends where an expression should follow.")]
    [InlineData("sum(a", 3, "The ( is never closed.")]
    [InlineData("(a", 0, "The ( is never closed.")]
    [InlineData("a)", 1, ") stands where an operator or the end should be.")]
    [InlineData("a{", 1, "The { is never closed.")]
    [InlineData("a{b}", 3, "} stands where =, !=, =~ or !~ should be.")]
    [InlineData("a{b=1}", 4, "1 stands where a quoted text should be.")]
    [InlineData("a{b='x' c='y'}", 8, "c stands where } should be.")]
    [InlineData("'abc", 0, "A quoted text has no end.")]
    [InlineData("'a\nb'", 0, "A quoted text has no end.")]
    [InlineData(@"'\z'", 1, "An escape in a quoted text is none that PromQL knows.")]
    [InlineData(@"'\xff'", 0, "A quoted text is not valid UTF-8.")]
    [InlineData("a & b", 2, "The character & has no meaning here.")]
    [InlineData("5x", 0, "5x is neither a number nor a duration.")]
    [InlineData("5m1h", 0, "5m1h is neither a number nor a duration.")]
    [InlineData("1..2", 0, "1..2 is neither a number nor a duration.")]
    [InlineData("0x", 0, "0x is neither a number nor a duration.")]
    [InlineData("rat(a[5m])", 0, "There is no function rat.")]
    [InlineData("rate(a)", 5, "rate() takes a range vector, not an instant vector.")]
    [InlineData("abs(a[5m])", 4, "abs() takes an instant vector, not a range vector.")]
    [InlineData("abs(1)", 4, "abs() takes an instant vector, not a scalar.")]
    [InlineData("abs()", 0, "abs() takes one argument, not 0.")]
    [InlineData("round(a, 1, 2)", 0, "round() takes 1 to 2 arguments, not 3.")]
    [InlineData("label_join(a)", 0, "label_join() takes 3 arguments or more, not 1.")]
    [InlineData("time(1)", 0, "time() takes no arguments, not 1.")]
    [InlineData("sum()", 0, "sum takes one argument, not 0.")]
    [InlineData("topk(a)", 0, "topk takes 2 arguments, not 1.")]
    [InlineData("topk(a, b)", 5, "topk takes a scalar, not an instant vector.")]
    [InlineData("count_values(1, b)", 13, "count_values takes a text, not a scalar.")]
    [InlineData("sum(1)", 4, "sum takes an instant vector, not a scalar.")]
    [InlineData("'a' + 1", 0, "+ takes an instant vector, not a text.")]
    [InlineData("-'a'", 1, "A sign takes an instant vector, not a text.")]
    [InlineData("1 > 2", 2, "A comparison of two scalars needs bool.")]
    [InlineData("a + bool b", 2, "bool can follow a comparison only.")]
    [InlineData("a and 1", 2, "and takes two instant vectors.")]
    [InlineData("a + on(x) 1", 2, "on, ignoring, group_left, group_right and fill stand between two instant vectors only.")]
    [InlineData("a or on(x) group_left b", 2, "or takes no group_left, group_right or fill.")]
    [InlineData("a * on(x) group_left(x) b", 2, "The label x is in on() and in the group modifier.")]
    [InlineData("a * group_left(x) b", 4, "group_left stands where an expression should be.")]
    [InlineData("(a)[5m]", 3, "A range in brackets can follow a selector only.")]
    [InlineData("a offset 5m [5m]", 12, "The range in brackets comes before offset and @.")]
    [InlineData("sum(a) offset 5m", 7, "offset can follow a selector or a subquery only.")]
    [InlineData("a offset 5m offset 1m", 12, "offset is given twice.")]
    [InlineData("a @ 1 @ 2", 6, "@ is given twice.")]
    [InlineData("a[0s]", 2, "A range or step must be longer than nothing.")]
    [InlineData("a[5m", 4, "The expression ends where ] or : should follow.")]
    [InlineData("a[5m][5m]", 5, "A range in brackets can follow a selector only.")]
    [InlineData("a @ inf", 4, "inf stands where a timestamp, start() or end() should be.")]
    [InlineData("{}", 0, "The selector matches every series, also those without any of its labels.")]
    [InlineData("{a=''}", 0, "The selector matches every series, also those without any of its labels.")]
    [InlineData("{a=~'.*'}", 0, "The selector matches every series, also those without any of its labels.")]
    [InlineData("{a!='x'}", 0, "The selector matches every series, also those without any of its labels.")]
    [InlineData("a{__name__='b'}", 0, "The metric's name is given twice.")]
    [InlineData("a b", 2, "b stands where an operator or the end should be.")]
    [InlineData("sum by x (a)", 7, "x stands where ( should be.")]
    [InlineData("sum(a,)", 6, ") stands where an expression should be.")]
    [InlineData("on", 0, "on stands where an expression should be.")]
    public void Fault_Each_SaysWhereAndWhy(string text, int at, string why)
    {
        var fault = Assert.Throws<PromqlException>(() => PromqlParser.Parse(text));

        Assert.Equal((why, at), (fault.Why, fault.Span.Start));
        Assert.NotEmpty(fault.Remedy);
    }

    [Fact]
    public void UnknownFunction_NearAKnownOne_IsSuggested() =>
        Assert.Equal("Did you mean rate?", Assert.Throws<PromqlException>(() => PromqlParser.Parse("rates(a[5m])")).Remedy);

    [Fact]
    public void Functions_Each_HasItsArity()
    {
        foreach (var function in PromqlFunctions.All)
        {
            var arguments = Enumerable.Range(0, function.Least).Select(i => function.TypeOf(i) switch
            {
                PromqlType.Scalar => "1",
                PromqlType.Text => "'x'",
                PromqlType.InstantVector => "a",
                _ => "a[5m]",
            });

            Assert.Equal(function.Returns, PromqlParser.Parse($"{function.Name}({string.Join(',', arguments)})").Type);
        }
    }
}
