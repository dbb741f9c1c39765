using Portal.Core.Namespaces.Quotas;

namespace Portal.Core.Tests.Namespaces;

public sealed class KubernetesQuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("4", "4")]
    [InlineData("500m", "0.5")]
    [InlineData("1.5", "1.5")]
    [InlineData("100n", "0.0000001")]
    [InlineData("7u", "0.000007")]
    [InlineData("2k", "2000")]
    [InlineData("3G", "3000000000")]
    [InlineData("1Ki", "1024")]
    [InlineData("16Gi", "17179869184")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("8Ei", "9223372036854775808")]
    [InlineData("1E", "1000000000000000000")]
    public void Quantity_IsReadAsKubernetesReadsIt(string text, string amount) =>
        Assert.Equal(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), KubernetesQuantity.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1 Gi")]
    [InlineData("1gi")]
    [InlineData("Gi")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1Gi\n")]
    [InlineData("٣")]
    [InlineData("1234567890123456789012345678901234567890")]
    public void WhatIsNoQuantity_IsRefused(string? text) => Assert.False(KubernetesQuantity.TryRead(text, out _));

    [Theory]
    [InlineData("16384Mi", true, "16Gi")]
    [InlineData("1.5Gi", true, "1536Mi")]
    [InlineData("1000", true, "1000")]
    [InlineData("1024", false, "1024")]
    [InlineData("1500m", false, "1500m")]
    [InlineData("2000m", false, "2")]
    [InlineData("0", true, "0")]
    public void Quantity_IsWrittenShort_AndMeansTheSame(string text, bool isBytes, string written)
    {
        Assert.Equal(written, KubernetesQuantity.Write(KubernetesQuantity.Read(text), isBytes));
        Assert.Equal(KubernetesQuantity.Read(text), KubernetesQuantity.Read(written));
    }

    [Theory]
    [InlineData("pods", "10", true)]
    [InlineData("pods", "500m", false)]
    [InlineData("requests.cpu", "500m", true)]
    [InlineData("requests.cpu", "100n", false)]
    [InlineData("requests.memory", "1Gi", true)]
    [InlineData("requests.memory", "100m", false)]
    public void Resource_TakesWhatKubernetesTakesForIt(string resource, string amount, bool takes) =>
        Assert.Equal(takes, QuotaResource.Find(resource)!.Takes(amount));
}
