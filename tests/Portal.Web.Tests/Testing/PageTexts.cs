using System.Collections;
using System.Globalization;
using System.Resources;
using Portal.Web.Access;
using Portal.Web.Clusters;
using Portal.Web.Components;
using Portal.Web.Fleets;
using Portal.Web.Monitoring;
using Portal.Web.Operations;
using Portal.Web.Overview;
using Portal.Web.Rollouts;
using Portal.Web.Settings;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Testing;

/// <summary>The resources of the pages, in each language.</summary>
public static class PageTexts
{
    private static readonly Type[] Features =
        [typeof(ShellText), typeof(FleetsText), typeof(OverviewText), typeof(ClustersText), typeof(ComponentsText), typeof(OperationsText), typeof(MonitoringText), typeof(RolloutsText), typeof(SettingsText), typeof(AccessText)];

    public static CultureInfo Chinese { get; } = CultureInfo.GetCultureInfo("zh-Hans");

    public static IReadOnlyDictionary<string, string> InEnglish { get; } = Read(CultureInfo.InvariantCulture);

    public static IReadOnlyDictionary<string, string> InChinese { get; } = Read(Chinese);

    /// <summary>"FleetsText/List.Title" and its words.</summary>
    private static Dictionary<string, string> Read(CultureInfo culture) => Features
        .SelectMany(feature => new ResourceManager(feature.FullName!, feature.Assembly).GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>()
            .Select(entry => (Key: $"{feature.Name}/{entry.Key}", Words: (string)entry.Value!)))
        .ToDictionary(entry => entry.Key, entry => entry.Words);
}
