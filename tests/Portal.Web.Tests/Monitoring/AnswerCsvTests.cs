using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Web.Monitoring;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring;

public sealed class AnswerCsvTests
{
    [Fact]
    public void Write_HasALineASample_NoneForAGap_AndNothingThatASpreadsheetWouldRun()
    {
        var grid = TimeGrid.Range(0, 120_000, 60_000);
        Series[] series =
        [
            new(LabelSet.Of(("cluster", "a,b"), ("job", "=cmd()")), [1.5, Series.Gap, double.NaN]),
            new(LabelSet.Of(("cluster", "c"), ("zone", "say \"x\"")), [Series.Gap, -2, Series.Gap]),
        ];

        var text = AnswerCsv.Write(new GlobalAnswer(
            new GlobalPlan(PlanKind.BySeries, PromqlParser.Parse("up"), PromqlType.InstantVector), PromqlType.InstantVector, grid, series, null, null, new Coverage([]), [], Sample.Now));

        Assert.Equal(
            """"
            cluster,job,zone,timestamp,value
            "a,b",'=cmd(),,1970-01-01T00:00:00Z,1.5
            "a,b",'=cmd(),,1970-01-01T00:02:00Z,NaN
            c,,"say ""x""",1970-01-01T00:01:00Z,-2

            """".ReplaceLineEndings("\r\n"),
            text);
    }
}
