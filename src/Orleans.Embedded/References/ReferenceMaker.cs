using Orleans.Embedded.Silos;

namespace Orleans.Embedded.References;

/// <summary>Makes the references of one interface in one silo.</summary>
internal sealed class ReferenceMaker(Silo silo, Type type)
{
    private readonly Func<Silo, GrainId, GrainReference> _create = ReferenceEmitter.FactoryOf(type);
    private GrainType _only;

    public GrainReference Make(string? prefix, IdSpan key)
    {
        if (prefix is not null)
        {
            return Make(new GrainId(silo.Catalog.ByInterface(type, prefix).GrainType, key));
        }

        if (_only.IsDefault)
        {
            _only = silo.Catalog.ByInterface(type, null).GrainType;
        }

        return Make(new GrainId(_only, key));
    }

    public GrainReference Make(GrainId grainId) => _create(silo, grainId);
}
