using Microsoft.Extensions.Localization;
using Portal.Core.Audit;
using Portal.Web.Shell;

namespace Portal.Web.Audit;

/// <summary>How entries look, and what they are called.</summary>
internal static class AuditLooks
{
    public static StatusLook Of(string outcome) => outcome switch
    {
        AuditOutcomes.Done or AuditOutcomes.Succeeded => new(StatusShape.Check, "good", $"Outcome.{outcome}"),
        AuditOutcomes.Refused => new(StatusShape.Slash, "warn", "Outcome.Refused"),
        AuditOutcomes.Cancelled => new(StatusShape.Slash, "mute", "Outcome.Cancelled"),
        _ => new(StatusShape.Square, "bad", "Outcome.Failed"),
    };

    /// <summary>A table that is newer than its word is called as it is.</summary>
    public static string KindOf(this IStringLocalizer<AuditText> texts, string kind) =>
        texts[$"Kind.{kind}"] is { ResourceNotFound: false } word ? word : kind;

    public static string Who(this IStringLocalizer<AuditText> texts, AuditEntry entry) =>
        entry.ActorId == Guid.Empty ? texts["Portal"] : entry.ActorName.Length > 0 ? entry.ActorName : texts["Nobody"];
}
