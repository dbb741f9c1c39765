namespace Portal.Core.Approvals;

/// <summary>Who says yes to what passes all rules.</summary>
public enum ApprovalMode
{
    /// <summary>A person who has not asked.</summary>
    ByApprover,

    /// <summary>The rules themselves.</summary>
    ByRule,
}
