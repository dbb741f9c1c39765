using System.Security.Cryptography;
using Microsoft.Extensions.Localization;
using Portal.Core.Problems;

namespace Portal.Web.Shell;

/// <summary>Turns whatever a service threw into words for a person. Faults of the portal are logged under the reference that is shown.</summary>
public sealed partial class ProblemReporter(ILogger<ProblemReporter> logger, IStringLocalizer<ShellText> localizer)
{
    public ShownProblem Report(Exception exception)
    {
        if (exception is ProblemException known)
        {
            return new ShownProblem(known.Problem);
        }

        var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        LogFault(exception, reference);
        return new ShownProblem(
            new Problem(ProblemKind.Internal, localizer["Fault.What"], localizer["Fault.Why"], localizer["Fault.Remedy"]), reference);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed; the person was shown reference {Reference}")]
    private partial void LogFault(Exception exception, string reference);
}
