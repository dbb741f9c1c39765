using Portal.Core.Access.Kubeconfigs;
using Portal.Core.Kubernetes;

namespace Portal.Core.Tests.Access.Kubeconfigs;

public sealed class KubeconfigTests
{
    [Fact]
    public void File_IsAKubeconfig_ThatHoldsWhatWasGiven()
    {
        var text = KubeconfigFileText.Write(new Uri("https://portal.example.org/"), "m1", "ada@example.org", "kpk_secret", "-----BEGIN CERTIFICATE-----\n");

        var contexts = KubeconfigFile.Read(text);
        Assert.Contains("\"https://portal.example.org/k8s/clusters/m1\"", text, StringComparison.Ordinal);
        Assert.Contains("certificate-authority-data: \"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==\"", text, StringComparison.Ordinal);
        Assert.NotNull(contexts);
    }

    [Theory]
    [InlineData("13:00:00", "01:00:00", "LongestLife")]
    [InlineData("01:00:00", "02:00:00", "DefaultLife")]
    [InlineData("12:00:00", "00:01:00", "DefaultLife")]
    public void Options_OutOfRange_AreNamed(string longest, string standard, string key)
    {
        var options = new KubeconfigOptions
        {
            LongestLife = TimeSpan.Parse(longest, System.Globalization.CultureInfo.InvariantCulture),
            DefaultLife = TimeSpan.Parse(standard, System.Globalization.CultureInfo.InvariantCulture),
        };

        var result = new KubeconfigOptionsValidator().Validate(null, options);

        Assert.Contains($"Kubeconfigs:{key}", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Authority_ThatIsNoFile_IsNamed() => Assert.Contains(
        "Kubeconfigs:CertificateAuthorityFile",
        new KubeconfigOptionsValidator().Validate(null, new KubeconfigOptions { CertificateAuthorityFile = "/no/such/file.pem" }).FailureMessage,
        StringComparison.Ordinal);
}
