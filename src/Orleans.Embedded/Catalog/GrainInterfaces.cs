namespace Orleans.Embedded.Catalog;

/// <summary>Tells grain interfaces from the markers they derive from.</summary>
internal static class GrainInterfaces
{
    private static readonly HashSet<Type> Markers =
    [
        typeof(IAddressable),
        typeof(IGrain),
        typeof(IGrainWithGuidKey),
        typeof(IGrainWithIntegerKey),
        typeof(IGrainWithStringKey),
        typeof(IGrainWithGuidCompoundKey),
        typeof(IGrainWithIntegerCompoundKey),
    ];

    public static bool IsGrainInterface(Type type) =>
        type.IsInterface && typeof(IAddressable).IsAssignableFrom(type) && !Markers.Contains(type);
}
