using FileStorage.Api.WebDav.Xml;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>A property that a client asks for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Live">Which it is, where it is one of ours.</param>
internal readonly record struct AskedProperty(PropertyName Name, LiveProperty? Live);
