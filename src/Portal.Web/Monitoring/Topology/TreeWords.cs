using Microsoft.Extensions.Localization;
using Portal.Core.Monitoring.Topology;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring.Topology;

/// <summary>How a server of the tree, its link and its lag are said and shown.</summary>
internal static class TreeWords
{
    private static readonly StatusLook Answered = new(StatusShape.Disc, "good", "Part.Answered");
    private static readonly StatusLook Missing = new(StatusShape.Square, "bad", "Part.Missing");
    private static readonly StatusLook NotAsked = new(StatusShape.Ring, "mute", "Part.NotAsked");
    private static readonly StatusLook Up = new(StatusShape.Disc, "good", "Link.Up");
    private static readonly StatusLook Down = new(StatusShape.Square, "bad", "Link.Down");
    private static readonly StatusLook Unknown = new(StatusShape.Ring, "mute", "Link.Unknown");

    public static StatusLook Look(TreeServerState state) => state switch
    {
        TreeServerState.Answered => Answered,
        TreeServerState.Missing => Missing,
        _ => NotAsked,
    };

    public static StatusLook Look(TreeLinkState state) => state switch
    {
        TreeLinkState.Up => Up,
        TreeLinkState.Down => Down,
        _ => Unknown,
    };

    /// <summary>The median and the worst, where the worst is any.</summary>
    public static string Lag(ScrapeLag lag, IStringLocalizer<MonitoringText> words, IStringLocalizer<ShellText> shell) => lag.Worst < TimeSpan.FromSeconds(1)
        ? words["Lag.None"]
        : words.Fill("Lag.Both", ("median", Lag(lag.Median, words, shell)), ("worst", Lag(lag.Worst, words, shell)));

    /// <summary>Less than a second is no lag.</summary>
    public static string Lag(TimeSpan lag, IStringLocalizer<MonitoringText> words, IStringLocalizer<ShellText> shell) =>
        lag < TimeSpan.FromSeconds(1) ? words["Lag.None"] : shell.Say(lag);
}
