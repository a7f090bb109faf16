using Orleans.Embedded.Silos;

namespace Orleans.Embedded.References;

/// <summary>A reference without an interface.</summary>
internal sealed class UntypedReference(Silo silo, GrainId grainId) : GrainReference(silo, grainId);
