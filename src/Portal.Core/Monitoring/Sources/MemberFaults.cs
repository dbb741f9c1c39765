using System.Globalization;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Why a cluster's part of an answer is missing, in words.</summary>
internal static class MemberFaults
{
    public static MemberFaultException NoSource() => new(MemberFaultKind.NoSource, "No metrics endpoint of it is known.");

    public static MemberFaultException Unreachable(EndpointUse use, string cause, Exception inner) => new(
        MemberFaultKind.Unreachable,
        use == EndpointUse.Traces ? $"Its trace store cannot be reached: {cause}" : $"Its metrics endpoint cannot be reached: {cause}",
        inner);

    public static MemberFaultException TimedOut(TimeSpan limit) =>
        new(MemberFaultKind.TimedOut, $"It did not answer within {limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} seconds.");

    public static MemberFaultException Resting(EndpointUse use) => new(
        MemberFaultKind.Resting,
        use == EndpointUse.Traces ? "Its trace store failed again and again; it is asked again in a moment." : "Its metrics endpoint failed again and again; it is asked again in a moment.");

    public static MemberFaultException NotHeld() => new(MemberFaultKind.NotHeld, "The global engine has no samples of it at this time.");

    public static MemberFaultException LabelNamed(string label) =>
        new(MemberFaultKind.Refused, $"The question names the label {label}, by which the global engine tells clusters apart.");

    public static MemberFaultException Busy() => new(MemberFaultKind.Resting, "Too many questions wait for it already.");

    public static MemberFaultException Status(int status, EndpointUse use = EndpointUse.Metrics) => new(
        MemberFaultKind.Refused,
        use == EndpointUse.Traces ? $"Its trace store answered with status {status}." : $"Its metrics endpoint answered with status {status}.")
    {
        Status = status,
    };

    public static MemberFaultException Said(string type, string error) => new(MemberFaultKind.Refused, $"Its metrics endpoint refused the question ({type}): {error}");

    /// <summary>A Status of the API server whose proxy was to reach the service.</summary>
    public static MemberFaultException NotProxied(string error) => new(MemberFaultKind.Refused, $"Its API server does not reach the metrics endpoint: {error}");

    public static MemberFaultException Malformed(Exception? inner = null) => new(MemberFaultKind.Malformed, "What its metrics endpoint sent is no answer of a Prometheus.", inner);

    public static MemberFaultException OffGrid() => new(MemberFaultKind.Malformed, "Its metrics endpoint sent values of times that it was not asked for.");

    /// <summary>No fault that loses an answer: it goes with it.</summary>
    public static string ClockOff(TimeSpan offset) => offset > TimeSpan.Zero
        ? $"Its clock is {Rounded(offset)} ahead of the portal's: what it tells of now is not whole."
        : $"Its clock is {Rounded(-offset)} behind the portal's: what it tells of now is not whole.";

    public static MemberFaultException TooLarge(string what, long most) =>
        new(MemberFaultKind.TooLarge, $"Its answer has more than {most.ToString("N0", CultureInfo.InvariantCulture)} {what}. Ask for less: aggregate, or add matchers.");

    private static string Rounded(TimeSpan span) => span.TotalMinutes < 59.5
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h");
}
