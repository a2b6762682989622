from bench.speed.processor import processor

LISTING = "processor\t: 0\nmodel name\t: Some CPU @ 2.5GHz\nflags\t\t: fpu sse2 avx2 {more}\n\nprocessor\t: 1\n"


def test_a_processor_is_told_by_its_name_and_its_best_vectors():
    assert processor(LISTING.format(more="")) == "Some CPU @ 2.5GHz, AVX2"
    assert processor(LISTING.format(more="avx512f avx512_vnni")) == "Some CPU @ 2.5GHz, AVX-512 with VNNI"


def test_a_listing_of_another_kind_is_no_error():
    assert processor("Processor\t: 0\n") == "unknown processor, no wide vectors"
    assert processor()
