namespace Portal.Core.Clusters;

/// <summary>What a leave has removed, what it left behind, and the commands that clear that: the operation's result.</summary>
public sealed record LeaveReceipt(IReadOnlyList<MemberObject> Removed, IReadOnlyList<LeftBehind> Left, IReadOnlyList<string> Commands);

/// <param name="Namespace">Empty for objects of the whole cluster.</param>
public sealed record MemberObject(string Kind, string Name, string Namespace);

/// <param name="Why">Why it is still there, or may be.</param>
public sealed record LeftBehind(string Kind, string Name, string Namespace, string Why);
