using Portal.Core.Operations;

namespace Portal.Web.Shell;

/// <summary>Operations and their steps in words, for every page that names one.</summary>
public interface IOperationWords
{
    /// <summary>"Install Volcano on member1".</summary>
    string Title(OperationSummary operation);

    /// <summary>"Install component".</summary>
    string Kind(string kind);

    /// <summary>"Create the portal's account".</summary>
    string Step(string step);
}
