using Portal.Web.Hosting;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Portal.Web.Tests.Shell;

/// <summary>Whatever somebody writes into a name or an address, a line of the log stays one line.</summary>
public sealed class LogLineTests
{
    private const string Hostile = "member1\r\n2026-01-01 INF Portal: admin signed in\u001b[2K\u2028\u0085";

    public static TheoryData<string> Forms => ["words", "json"];

    [Theory]
    [MemberData(nameof(Forms))]
    [Trait("Attack", "log-injection")]
    public void LineBreaksInAValue_BeginNoLine(string form)
    {
        ITextFormatter formatter = form == "json" ? new RenderedCompactJsonFormatter() : new MessageTemplateTextFormatter(PortalLogging.Words);
        var sink = new Lines(formatter);
        using (var logger = new LoggerConfiguration().WriteTo.Sink(sink).CreateLogger())
        {
            logger.Information("{Method} {Path} of {Name}", "GET", Hostile, Hostile);
        }

        Assert.DoesNotContain('\r', sink.Text.TrimEnd());
        Assert.DoesNotContain('\n', sink.Text.TrimEnd());
        Assert.DoesNotContain('\u001b', sink.Text);
    }

    private sealed class Lines(ITextFormatter formatter) : ILogEventSink
    {
        public string Text { get; private set; } = "";

        public void Emit(LogEvent logEvent)
        {
            using var text = new StringWriter();
            formatter.Format(logEvent, text);
            Text += text;
        }
    }
}
