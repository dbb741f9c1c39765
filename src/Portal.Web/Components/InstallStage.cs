namespace Portal.Web.Components;

/// <summary>Where the install dialog stands.</summary>
public enum InstallStage
{
    Form,
    Plan,
    Started,
}
