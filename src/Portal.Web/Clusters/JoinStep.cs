namespace Portal.Web.Clusters;

/// <summary>The steps of the wizard, in order.</summary>
public enum JoinStep
{
    Kubeconfig,
    Context,
    Describe,
    Check,
    Confirm,
}
