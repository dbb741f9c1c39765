using Portal.Core.Components.Helm;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Components;

public sealed class HelmErrorsTests
{
    [Theory]
    [InlineData("Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress", ProblemKind.Conflict, "another operation")]
    [InlineData("Error: INSTALLATION FAILED: cannot reuse a name that is still in use", ProblemKind.Conflict, "release of this name exists")]
    [InlineData("Error: INSTALLATION FAILED: pods \"a\" is forbidden: exceeded quota: team-a, requested: cpu=1, used: cpu=4, limited: cpu=4", ProblemKind.Refused, "quota \"team-a\" is used up: requested: cpu=1, used: cpu=4, limited: cpu=4.")]
    [InlineData("Error: INSTALLATION FAILED: pods \"a\" is forbidden: failed quota: q: must specify limits.cpu for: main; requests.memory for: main", ProblemKind.Refused, "must specify limits.cpu for: main")]
    [InlineData("Error: INSTALLATION FAILED: pods \"a\" is forbidden: maximum memory usage per Container is 64Mi, but limit is 1Gi", ProblemKind.Refused, "LimitRange does not allow it: maximum memory usage per Container is 64Mi")]
    [InlineData("Error: INSTALLATION FAILED: pods \"a\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true", ProblemKind.Refused, "\"restricted:latest\" does not allow it: runAsNonRoot")]
    [InlineData("Error: INSTALLATION FAILED: deployments.apps \"a\" is forbidden: ValidatingAdmissionPolicy 'few' with binding 'few-all' denied request: at most 3 replicas", ProblemKind.Refused, "policy few denied it: at most 3 replicas")]
    [InlineData("Error: INSTALLATION FAILED: secrets \"sh.helm.release.v1.a.v1\" is forbidden: unable to create new content in namespace team because it is being terminated", ProblemKind.Refused, "namespace team is being deleted")]
    [InlineData("Error: INSTALLATION FAILED: secrets is forbidden: User \"system:serviceaccount:p:p\" cannot create resource \"secrets\" in API group \"\" in the namespace \"x\"", ProblemKind.Refused, "may not create secrets.")]
    [InlineData("Error: customresourcedefinitions.apiextensions.k8s.io is forbidden: User \"a\" cannot create resource \"customresourcedefinitions\" in API group \"apiextensions.k8s.io\" at the cluster scope", ProblemKind.Refused, "may not create customresourcedefinitions of apiextensions.k8s.io.")]
    [InlineData("Error: INSTALLATION FAILED: admission webhook \"policy.test\" denied the request: no latest tags", ProblemKind.Refused, "policy.test denied it: no latest tags")]
    [InlineData("Error: INSTALLATION FAILED: Internal error occurred: failed calling webhook \"validatejob.volcano.sh\": no endpoints available for service", ProblemKind.Refused, "validatejob.volcano.sh does not answer: no endpoints")]
    [InlineData("Error: INSTALLATION FAILED: unable to continue with install: CustomResourceDefinition \"jobs.batch.volcano.sh\" in namespace \"\" exists and cannot be imported into the current release: invalid ownership metadata", ProblemKind.Conflict, "CustomResourceDefinition \"jobs.batch.volcano.sh\" in namespace \"\" exists")]
    [InlineData("Error: original object CustomResourceDefinition with the name \"cronjobs.batch.volcano.sh\" not found", ProblemKind.Conflict, "CustomResourceDefinition cronjobs.batch.volcano.sh is in the cluster")]
    [InlineData("Error: UPGRADE FAILED: conflict occurred while applying object demo/x apps/v1, Kind=Deployment: Apply failed with 1 conflict: conflict with \"kubectl-edit\" using apps/v1: .spec.replicas", ProblemKind.Conflict, "owned by \"kubectl-edit\"")]
    [InlineData("Error: INSTALLATION FAILED: chart requires kubeVersion: >=1.30.0 which is incompatible with Kubernetes v1.28.0", ProblemKind.Refused, "needs Kubernetes >=1.30.0; the cluster has v1.28.0")]
    [InlineData("Error: CustomResourceDefinition.apiextensions.k8s.io \"imagepolicies.image.toolkit.fluxcd.io\" is invalid: status.storedVersions[1]: Invalid value: \"v1\": must appear in spec.versions && more", ProblemKind.Conflict, "imagepolicies.image.toolkit.fluxcd.io may be stored as v1")]
    [InlineData("Error: failed to create typed patch object (/validatingpolicies.policies.kyverno.io; apiextensions.k8s.io/v1, Kind=CustomResourceDefinition): errors:\n  .spec.versions[0].selectableFields: field not declared in schema", ProblemKind.Refused, "does not know the field .spec.versions[0].selectableFields of CustomResourceDefinition validatingpolicies.policies.kyverno.io")]
    [InlineData("Error: UPGRADE FAILED: failed to create typed patch object (a/b; /v1, Kind=Service): .spec.ports: expected list", ProblemKind.Invalid, "Kubernetes refuses")]
    [InlineData("Error: INSTALLATION FAILED: execution error at (failing/templates/deployment.yaml:1:4): set a name", ProblemKind.Invalid, "set a name")]
    [InlineData("Error: INSTALLATION FAILED: unable to build kubernetes objects from release manifest: resource mapping not found: no matches for kind \"ServiceMonitor\" in version \"v1\"", ProblemKind.Refused, "does not know the kind ServiceMonitor")]
    [InlineData("Error: INSTALLATION FAILED: kubernetes cluster unreachable: the server has asked for the client to provide credentials", ProblemKind.Refused, "does not accept the portal's token")]
    [InlineData("Error: kubernetes cluster unreachable: Get \"https://10.0.0.1/version\": dial tcp 10.0.0.1:443: connect: connection refused", ProblemKind.Unavailable, "did not answer helm")]
    [InlineData("Error: looks like \"http://127.0.0.1:1/\" is not a valid chart repository or cannot be reached: Get \"http://127.0.0.1:1/index.yaml\": connection refused", ProblemKind.Unavailable, "repository cannot be reached")]
    [InlineData("Error: chart \"volcano\" version \"9.9.9\" not found in http://127.0.0.1/ repository", ProblemKind.Refused, "does not have it")]
    [InlineData("Error: INSTALLATION FAILED: failed pre-install: resource Job/volcano-system/volcano-admission-init not ready. status: Failed, message: BackoffLimitExceeded", ProblemKind.Refused, "A job of the chart failed")]
    [InlineData("Error: INSTALLATION FAILED: context deadline exceeded", ProblemKind.Refused, "waited in vain")]
    [InlineData("Error: something new under the sun", ProblemKind.Refused, "something new under the sun")]
    public void Describe_KnownFailure_SaysCauseAndRemedy(string line, ProblemKind kind, string why)
    {
        var problem = HelmErrors.Describe(new HelmOutcome(1, "", ["level=INFO msg=\"preparing\"", line]), "Volcano could not be installed on member1").Problem;

        Assert.Equal(kind, problem.Kind);
        Assert.Contains(why, problem.Why, StringComparison.Ordinal);
        Assert.Equal("Volcano could not be installed on member1", problem.What);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void Describe_ValuesAgainstTheChartsSchema_RepeatsItsFindings()
    {
        var problem = HelmErrors.Describe(
            new HelmOutcome(1, "", ["Error: INSTALLATION FAILED: values don't meet the specifications of the schema(s) in the following chart(s):", "failing:", "- at '/fault': value must be one of 'never', 'hook'"]), "x").Problem;

        Assert.Equal(ProblemKind.Invalid, problem.Kind);
        Assert.Contains("at '/fault'", problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_TemplateThatFailsOverSeveralLines_SaysWhatWasWrongAndWhere()
    {
        var problem = HelmErrors.Describe(
            new HelmOutcome(1, "", ["Error: x/templates/webhook.yaml:1:14", "  executing \"x/templates/webhook.yaml\" at <.Values.operator.enabled>:", "    can't evaluate field enabled in type interface {}"]), "x").Problem;

        Assert.Equal(ProblemKind.Invalid, problem.Kind);
        Assert.Contains("can't evaluate field enabled", problem.Why, StringComparison.Ordinal);
        Assert.Contains(".Values.operator.enabled in x/templates/webhook.yaml:1:14", problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_EndlessOutput_IsBounded() => Assert.True(
        HelmErrors.Describe(new HelmOutcome(1, "", ["Error: " + new string('x', 100_000)]), "x").Problem.Why.Length < 2000);
}
