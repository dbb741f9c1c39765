using Bunit;
using Microsoft.JSInterop;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Web.Operations;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Operations;

public sealed class OperationLogTests : PageTest
{
    private static readonly string Operation = $"/operations/{Sample.OperationId}";

    public OperationLogTests()
    {
        Operations.Items.Add(Sample.Operation());
        Operations.Log.AddRange([
            Sample.Line(1, "helm install begins"), Sample.Line(2, "looking for the chart", LineLevel.Debug),
            Sample.Line(3, "1 of 2 ready", LineLevel.Warning, step: 1), Sample.Line(4, "image cannot be pulled", LineLevel.Error, step: 1)]);
    }

    [Fact]
    public void Lines_StandWithNumberTimeAndLevel()
    {
        Open(Operation);

        Eventually(() => Assert.Equal(
            ["1 11:56:01 INFO helm install begins", "3 11:56:03 WARN 1 of 2 ready", "4 11:56:04 ERROR image cannot be pulled"], Page.FindAll(".line").Select(Text)));
        Shows("3 of 4 lines");
    }

    [Fact]
    public void NewLines_AreLive_AndNoneIsReadTwice()
    {
        Open(Operation);
        Eventually(() => Assert.Equal(3, Page.FindAll(".line").Count));

        Operations.Log.Add(Sample.Line(9, "2 of 2 ready"));
        Publish(Topics.Log, Sample.OperationId);

        Eventually(() => Assert.Equal("5 11:56:09 INFO 2 of 2 ready", Text(Page.FindAll(".line")[^1])));
        Assert.Equal(4, Page.FindAll(".line").Count);
    }

    [Theory]
    [InlineData("?level=Debug", 4)]
    [InlineData("?level=error", 1)]
    [InlineData("?find=READY", 1)]
    [InlineData("?step=1", 2)]
    [InlineData("?step=0&level=debug", 2)]
    public void Address_HoldsTheFilter(string query, int lines)
    {
        Open(Operation + query);

        Eventually(() => Assert.Equal(lines, Page.FindAll(".line").Count));
    }

    [Fact]
    public void Level_LandsInTheAddress()
    {
        Open(Operation);
        Eventually(() => Page.Find(".line"));

        Act(() => Field("Level").Change("Error"));

        Eventually(() => Assert.Equal(Operation + "?level=Error", Address));
        Eventually(() => Assert.Equal("4 11:56:04 ERROR image cannot be pulled", Text(Assert.Single(Page.FindAll(".line")))));
    }

    [Fact]
    public void Search_LandsInTheAddress_AndSaysWhenNothingMatches()
    {
        Open(Operation);
        Eventually(() => Page.Find(".line"));

        Search("nothing like it");

        Eventually(() => Assert.StartsWith(Operation + "?find=nothing", Address, StringComparison.Ordinal));
        Shows("No line matches.");
    }

    [Fact]
    public void Step_NarrowsTheLog_AndIsTakenOff()
    {
        Open(Operation + "?step=1");

        Eventually(() => Assert.Equal("Wait until ready × Show all steps", Text(Page.Find(".chip"))));
        Assert.EndsWith(Operation, Page.Find(".chip").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("step", Page.Find(".step.chosen").GetAttribute("aria-current"));
    }

    [Fact]
    public void Log_ThatHasNoLinesYet_SaysSo()
    {
        Operations.Log.Clear();

        Open(Operation);

        Shows("No lines yet.");
        Assert.Equal([false, false], new[] { "Copy", "Download" }.Select(words => IsEnabled(Button(words, Page.Find(".log-acts")))));
    }

    [Fact]
    public void LinkedLine_IsMarked_AndTheLogDoesNotRunOn()
    {
        Open(Operation + "#L3");

        Eventually(() => Assert.Equal("3 11:56:03 WARN 1 of 2 ready", Text(Page.Find(".line.linked"))));
        Assert.Single(Buttons("Follow"));
        Assert.EndsWith("#L1", Page.Find(".line-number").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void MoreLinesThanThePageHolds_AreReadOnDemand()
    {
        Operations.Log.Clear();
        Operations.Log.AddRange(Enumerable.Range(1, LogBuffer.DefaultCapacity + 10).Select(number => Sample.Line(number, $"line {number}")));
        Open(Operation + "?level=error");
        Eventually(() => Button("Show earlier lines (10)"));

        Click(() => Button("Show earlier lines (10)"));

        Eventually(() => Button("Go to the newest lines"));
        Assert.DoesNotContain(Page.FindAll(".log-earlier"), button => Text(button).StartsWith("Show earlier", StringComparison.Ordinal));
    }

    [Fact]
    public void Download_IsTheWholeLog_WhateverTheFilterShows()
    {
        string? sent = null;
        JSInterop.SetupVoid("download", call =>
        {
            using var reader = new StreamReader(((DotNetStreamReference)call.Arguments[0]!).Stream, leaveOpen: true);
            sent ??= reader.ReadToEnd();
            return true;
        }).SetVoidResult();
        Open(Operation + "?level=error");
        Eventually(() => Page.Find(".line"));

        Click(() => Button("Download"));

        Eventually(() => Assert.Equal(
            "2026-11-25T11:56:01.000Z INFO    helm install begins\n2026-11-25T11:56:02.000Z DEBUG   looking for the chart\n"
            + "2026-11-25T11:56:03.000Z WARNING 1 of 2 ready\n2026-11-25T11:56:04.000Z ERROR   image cannot be pulled\n", sent));
        Assert.Equal($"{Sample.OperationId}.log", JSInterop.Invocations["download"][0].Arguments[1]);
    }

    [Fact]
    public void LogThatCannotBeRead_SaysWhy_AndTheOperationStays()
    {
        Open(Operation);
        Eventually(() => Page.Find(".line"));

        Operations.ReadFault = ProblemException.Unavailable("The log cannot be read", "The database does not answer.", "Try again in a minute.");
        Publish(Topics.Log, Sample.OperationId);

        ShowsProblem(((ProblemException)Operations.ReadFault).Problem);
        Assert.Equal(3, Page.FindAll(".line").Count);
    }

    [Fact]
    public void OperationThatIsOver_DoesNotPretendToFollow()
    {
        Operations.Items[0] = Sample.Operation(OperationState.Succeeded);

        Open(Operation);

        Eventually(() => Page.Find(".line"));
        Assert.DoesNotContain("Following", Text(Page.Find(".log-foot")), StringComparison.Ordinal);
    }
}
