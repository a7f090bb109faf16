using System.Xml.Linq;

namespace FileStorage.Api.WebDav.Xml;

/// <summary>The name of a property.</summary>
internal readonly record struct PropertyName(string Namespace, string Local)
{
    public static PropertyName Of(XElement element) => new(element.Name.NamespaceName, element.Name.LocalName);
}
