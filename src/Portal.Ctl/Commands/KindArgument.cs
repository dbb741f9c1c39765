using System.CommandLine;
using Portal.Ctl.Kinds;

namespace Portal.Ctl.Commands;

/// <summary>A kind as a command takes it; the shell completes it.</summary>
internal static class KindArgument
{
    public static Argument<string> Make(IEnumerable<string> kinds)
    {
        var argument = new Argument<string>("KIND") { HelpName = "KIND", Description = $"One of {string.Join(", ", kinds)}." };
        argument.CompletionSources.Add([.. kinds]);
        return argument;
    }

    public static Argument<string> Make() => Make(ResourceKinds.All.Select(kind => kind.Name));
}
