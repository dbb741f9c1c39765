using System.Globalization;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>Why a cluster's traces are missing, in words.</summary>
internal static class TraceFaults
{
    private const int MostQuoted = 500;

    public static MemberFaultException NoStore() => new(MemberFaultKind.NoSource, "No trace store of it is known.");

    public static MemberFaultException Malformed(Exception? inner = null) => new(MemberFaultKind.Malformed, "What its trace store sent cannot be read as traces.", inner);

    public static MemberFaultException TooLarge() => new(
        MemberFaultKind.TooLarge,
        $"Its answer has more than {(TraceBudget.Bytes >> 20).ToString(CultureInfo.InvariantCulture)} MiB. Ask for fewer traces, or a shorter time.");

    public static MemberFaultException Said(string error) => new(MemberFaultKind.Refused, $"Its trace store refused: {Cut(error)}");

    /// <summary>A Status of the API server whose proxy was to reach the service.</summary>
    public static MemberFaultException NotProxied(string error) => new(MemberFaultKind.Refused, $"Its API server does not reach the trace store: {Cut(error)}");

    /// <summary>The same fault in words that fit traces.</summary>
    public static MemberFaultException Of(MemberFaultException fault) => fault.Kind switch
    {
        MemberFaultKind.Malformed => Malformed(fault),
        MemberFaultKind.TooLarge => TooLarge(),
        _ => fault,
    };

    private static string Cut(string text) => text.Length > MostQuoted ? text[..MostQuoted] : text;
}
